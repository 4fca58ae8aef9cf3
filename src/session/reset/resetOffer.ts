import * as l10n from '@vscode/l10n';
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
    throw new UserError(l10n.t('The lab {0} was not started yet, so there is no step to reset.', lab?.definition.title ?? identity), {
      code: 'lab-not-started',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab first.'), command: 'aiLabs.startLab', arguments: [{ lab: identity }] },
    });
  }
  const { steps } = lab.definition;
  const current = currentStep(lab.definition, progressOf(await context.journal.read(), identity));
  const step = wanted === undefined ? current : findStep(lab.definition, wanted);
  if (!step || steps.indexOf(step) > steps.indexOf(current)) {
    throw new UserError(step ? l10n.t('The step "{0}" was not reached yet.', step.title) : l10n.t('The lab has no step "{0}".', wanted ?? ''), {
      code: 'step-not-reached',
      action: { label: l10n.t('Open Guide'), text: l10n.t('You are at "{0}".', current.title), command: 'aiLabs.openGuide', arguments: [{ lab: identity }] },
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
    throw new UserError(kept?.filesProblem ?? l10n.t('What your files were when "{0}" began was not kept.', step.title), {
      code: 'nothing-kept',
      action: { label: l10n.t('Reset Lab'), text: l10n.t('Only the whole lab can be reset.'), command: 'aiLabs.resetLab', arguments: [{ lab: identity }] },
    });
  }
  const found = await findSnapshot(context, record, step.id);
  Object.assign(offer, { files: 'kept', late: kept.late, keptAt: kept.enteredAt });
  if (found) {
    offer.containers = 'snapshot';
  } else {
    offer.why = record.streamed
      ? l10n.t('The container engine does not see your folder, so the containers get a new copy of it.')
      : kept.session !== record.session ? l10n.t('The containers were made anew since this step began.') : (kept.containersProblem ?? l10n.t('The containers are not kept yet, or not any more.'));
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
