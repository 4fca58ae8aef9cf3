import { z } from 'zod';
import { environmentSchema, serviceSchema } from './service';
import { durationSchema, idSchema, labPathSchema } from './values';

/** Lab format, version 1. Types are inferred; text of every mistake is made in `parseLab`. */

const actionScriptSchema = z.strictObject({
  run: labPathSchema,
  service: idSchema.optional(),
  user: z.string().optional(),
  wait: z.boolean().default(true),
  timeout: durationSchema.optional(),
});

const faultSchema = z.union([
  z.strictObject({ stop: idSchema }),
  z.strictObject({ pause: idSchema }),
  z.strictObject({ restart: idSchema }),
  z.strictObject({ disconnect: idSchema }),
]);

export const checkSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  run: labPathSchema.optional(),
  script: z.string().min(1).optional(),
  service: idSchema.optional(),
  user: z.string().min(1).default('checker'),
  timeout: durationSchema.default('30s'),
  onTimeout: z.enum(['error', 'fail']).default('error'),
  points: z.int().min(0).default(1),
  needs: z.array(idSchema).default([]),
  given: z.boolean().default(false),
  holds: z.enum(['lab', 'step']).default('lab'),
  optional: z.boolean().default(false),
  parallel: z.boolean().default(false),
  watch: z.union([z.enum(['auto', 'manual']), z.array(z.string().min(1))]).default('auto'),
  retry: z.strictObject({ for: durationSchema, every: durationSchema.default('1s') }).optional(),
  faults: z.array(faultSchema).default([]),
  environment: environmentSchema.optional(),
  format: z.enum(['exit', 'tap', 'junit']).default('exit'),
  docs: z.url({ protocol: /^https$/ }).optional(),
});

const questionBase = { id: idSchema, prompt: z.string().min(1), explain: z.string().optional() };
export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...questionBase, kind: z.literal('choice'), options: z.array(z.string()).min(2), answer: z.array(z.int().min(0)).min(1) }),
  z.strictObject({ ...questionBase, kind: z.literal('number'), answer: z.number(), tolerance: z.number().min(0).default(0) }),
  z.strictObject({ ...questionBase, kind: z.literal('pattern'), answer: z.string().min(1) }),
]);

export const stepSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  guide: labPathSchema,
  before: z.array(actionScriptSchema).default([]),
  hints: z.array(z.string().min(1)).default([]),
  solution: labPathSchema.optional(),
  checks: z.array(checkSchema).default([]),
  questions: z.array(questionSchema).default([]),
});

export const wrongSchema = z.strictObject({
  apply: labPathSchema,
  after: idSchema.optional(),
  /** Check id -> regular expression its message must match. */
  fails: z.record(idSchema, z.string()),
});

export const labSchema = z.strictObject({
  version: z.literal(1),
  id: idSchema,
  title: z.string().min(1).max(120),
  summary: z.string().min(1).max(600),
  action: idSchema,
  difficulty: z.enum(['beginner', 'intermediate', 'advanced', 'expert']),
  minutes: z.int().min(1).max(600),
  skills: z.array(idSchema).default([]),
  duties: z.array(idSchema).default([]),
  certifications: z.array(idSchema).default([]),
  tracks: z.array(idSchema).default([]),
  /** `<id>` of the same catalog or `<catalog>/<id>`. */
  requires: z.array(z.string().min(1)).default([]),
  internet: z.boolean().default(false),
  inputs: z
    .record(idSchema, z.strictObject({ prompt: z.string().min(1), pattern: z.string().optional(), default: z.string().optional() }))
    .default({}),
  services: z.record(idSchema, serviceSchema),
  stack: labPathSchema.optional(),
  terminal: idSchema.optional(),
  workspace: z.string().startsWith('/').default('/workspace'),
  files: z
    .array(
      z.strictObject({
        from: labPathSchema,
        to: z.string().startsWith('/'),
        service: idSchema.optional(),
        mode: z.string().regex(/^0?[0-7]{3}$/, 'must be an octal mode like "0644"').default('0644'),
        owner: z.string().default('root'),
      }),
    )
    .default([]),
  prepare: z.array(actionScriptSchema).default([]),
  setup: z.array(actionScriptSchema).default([]),
  intro: labPathSchema.optional(),
  finish: labPathSchema.optional(),
  steps: z.array(stepSchema).min(1),
  solution: z.strictObject({ run: labPathSchema.optional(), wrong: z.array(wrongSchema).default([]) }).default({ wrong: [] }),
});

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

export function findStep(definition: LabDefinition, stepId: string): Step | undefined {
  return definition.steps.find((step) => step.id === stepId);
}

/** Every check of the lab with its step, in declared order. */
export function allChecks(definition: LabDefinition): { step: Step; check: Check }[] {
  return definition.steps.flatMap((step) => step.checks.map((check) => ({ step, check })));
}
