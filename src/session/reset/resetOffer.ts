import { UserError } from '../../common/errors';
import { findStep, type Lab, type Step } from '../../curriculum/lab';
import type { RunningLab, Snapshot } from '../../engines/engine';
import { progressOf } from '../../progress/fold';
import type { ResetOffer } from '../api';
import type { SessionContext } from '../context';
import { isWhole } from '../state/observe';
import type { SessionRecord } from '../state/recordSchema';
import { type KeptStep, readKept } from './stepFiles';
import { currentStep } from '../learning/steps';

/** All that a reset of a step goes by. */
export interface StepReset {
  lab: Lab;
  record: SessionRecord;
  step: Step;
  offer: ResetOffer;
  kept?: KeptStep;
  /** Both where the containers can be brought back. */
  snapshot?: Snapshot;
  running?: RunningLab;
  /** All there is of the lab on the engine, where that was looked at. */
  labs?: RunningLab[];
  /** Steps that are not completed afterwards, and checks whose verdicts no longer count. */
  undone: { steps: string[]; checks: string[] };
}

/**
 * What resetting a step would do now. Throws a UserError with the code `lab-not-started`, `step-not-reached` or
 * `nothing-kept`.
 */
export async function planReset(context: SessionContext, identity: string, wanted?: string): Promise<StepReset> {
  const { lab, record: known } = context.table.get(identity);
  const record = (await context.records.read(identity)) ?? known;
  if (!lab || !record?.prepared) {
    throw new UserError(`The lab ${lab?.definition.title ?? identity} was not started yet, so there is no step to reset.`, {
      code: 'lab-not-started',
      action: { label: 'Start Lab', text: 'Start the lab first.', command: 'aiLabs.startLab', arguments: [{ lab: identity }] },
    });
  }
  const { steps } = lab.definition;
  const current = currentStep(lab.definition, progressOf(await context.journal.read(), identity));
  const step = wanted === undefined ? current : findStep(lab.definition, wanted);
  if (!step || steps.indexOf(step) > steps.indexOf(current)) {
    throw new UserError(step ? `The step "${step.title}" was not reached yet.` : `The lab has no step "${wanted}".`, {
      code: 'step-not-reached',
      action: { label: 'Open Guide', text: `You are at "${current.title}".`, command: 'aiLabs.openGuide', arguments: [{ lab: identity }] },
    });
  }
  const after = steps.slice(steps.indexOf(step));
  const undone = { steps: after.map(({ id }) => id), checks: after.flatMap(({ checks }) => checks.map(({ id }) => id)) };
  const offer: ResetOffer = {
    step: step.id,
    title: step.title,
    containers: 'fresh',
    files: 'starter',
    late: 0,
    inMemory: Object.values(lab.definition.services).some(({ tmpfs }) => [tmpfs ?? []].flat().length > 0),
    innerEngines: Object.entries(lab.definition.services).filter(([, service]) => service.engine).map(([name]) => name),
  };
  if (step === steps[0]) {
    return { lab, record, step, offer, undone };
  }
  const kept = await readKept(context.home, identity, step.id);
  if (!kept?.files) {
    throw new UserError(kept?.filesProblem ?? `What your files were when "${step.title}" began was not kept.`, {
      code: 'nothing-kept',
      action: { label: 'Reset Lab', text: 'Only the whole lab can be reset.', command: 'aiLabs.resetLab', arguments: [{ lab: identity }] },
    });
  }
  const found = await findSnapshot(context, record, step.id);
  Object.assign(offer, { files: 'kept', late: kept.late, keptAt: kept.enteredAt });
  if (found) {
    offer.containers = 'snapshot';
  } else {
    offer.why = record.streamed
      ? 'The container engine does not see your folder, so the containers get a new copy of it.'
      : kept.session !== record.session ? 'The containers were made anew since this step began.' : (kept.containersProblem ?? 'The containers are not kept yet, or not any more.');
  }
  return { lab, record, step, offer, kept, undone, ...found };
}

async function findSnapshot(context: SessionContext, record: SessionRecord, step: string): Promise<Required<Pick<StepReset, 'snapshot' | 'running' | 'labs'>> | undefined> {
  const engine = await context.engine();
  if (!engine.capabilities.snapshots || record.streamed) {
    return undefined;
  }
  const [labs, snapshots] = await Promise.all([engine.findLabs(context.home.id), engine.listSnapshots(context.home.id, record.session)]);
  const running = labs.find((lab) => lab.session === record.session && isWhole(lab, record));
  const snapshot = running && snapshots.find(({ name }) => name === step);
  return snapshot && running ? { snapshot, running, labs: labs.filter((lab) => lab.lab === record.identity) } : undefined;
}
