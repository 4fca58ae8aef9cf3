import type * as z from 'zod';
import type { actionScriptSchema, checkSchema, faultSchema, labSchema, questionSchema, stepSchema, wrongSchema } from './labSchema';

export type LabDefinition = z.infer<typeof labSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Check = z.infer<typeof checkSchema>;
export type Question = z.infer<typeof questionSchema>;
export type WrongSolution = z.infer<typeof wrongSchema>;
export type ActionScript = z.infer<typeof actionScriptSchema>;
export type Fault = z.infer<typeof faultSchema>;

/** A lab that was read and found whole, with where it lies. */
export interface Lab {
  /** `<catalog>/<id>`, unique over all catalogs. */
  identity: string;
  catalog: string;
  id: string;
  /** Absolute path of the lab's folder. */
  folder: string;
  /** Absolute path of the folder of shared images (`<catalog root>/images`); `image: ai-labs/<name>` is built from there. */
  images: string;
  definition: LabDefinition;
}

/** The service the learner's terminal opens in: `terminal`, or the first one. */
export function terminalService(definition: LabDefinition): string {
  return definition.terminal ?? Object.keys(definition.services)[0] ?? '';
}

/** How a service sees the learner's folder: as said, else `rw` for the terminal's service and `none` for others. */
export function workspaceMode(definition: LabDefinition, service: string): 'rw' | 'ro' | 'none' {
  return definition.services[service]?.workspace ?? (service === terminalService(definition) ? 'rw' : 'none');
}

/** The services a learner may know of, in declared order: all but the grader's. */
export function visibleServices(definition: LabDefinition): string[] {
  return Object.entries(definition.services).flatMap(([name, service]) => (service.hidden ? [] : [name]));
}

export function findStep(definition: LabDefinition, stepId: string): Step | undefined {
  return definition.steps.find((step) => step.id === stepId);
}

/** Every check of the lab with its step, in declared order. */
export function allChecks(definition: LabDefinition): { step: Step; check: Check }[] {
  return definition.steps.flatMap((step) => step.checks.map((check) => ({ step, check })));
}

/** Identity of a lab that another one requires: an id without a catalog is one of the same catalog. */
export function requiredIdentity(catalog: string, required: string): string {
  return required.includes('/') ? required : `${catalog}/${required}`;
}

/** Whether a lab brings along what could be applied in the learner's place. */
export function hasSolution({ definition }: Lab): boolean {
  return definition.solution.run !== undefined || definition.steps.some((step) => step.solution !== undefined);
}

/** Every question of the lab, in declared order. */
export function allQuestions(definition: LabDefinition): Question[] {
  return definition.steps.flatMap((step) => step.questions);
}
