import * as l10n from '@vscode/l10n';
import { isUserError, messageOf } from '../../common/errors';
import { type ActionScript, type Lab, type Step, terminalService } from '../../curriculum/lab';
import { progressOf } from '../../progress/fold';
import type { Override } from '../api';
import { remember, type SessionContext } from '../context';
import { ScriptRunner } from './scripts';
import { currentStep, holds, isLabCompleted } from '../learning/steps';
import type { Known } from '../state/table';

export interface Advance {
  completedSteps: string[];
  completedLab: boolean;
}

/** A runner of the lab's scripts for a lab that runs. */
export async function scriptRunner(context: SessionContext, known: Known): Promise<ScriptRunner> {
  const { record, lab, running } = known;
  if (!record || !lab || !running) {
    throw new Error(`The lab ${known.identity} does not run`);
  }
  const engine = await context.engine();
  const { users, seed, inputs } = record;
  return new ScriptRunner({ engine, running, lab, users, seed, inputs, locale: context.locale, log: context.log });
}

/**
 * Runs what steps need on being entered, each once in these containers, up to the one the learner is at; what is there
 * on entering that one is kept for Reset Step.
 * `again`: services whose containers were stopped meanwhile; what was left running in them (`wait: false`) is started again.
 */
export async function enterSteps(context: SessionContext, identity: string, again: ReadonlySet<string>, signal?: AbortSignal): Promise<void> {
  const known = context.table.get(identity);
  const { lab, record } = known;
  if (!lab || !record) {
    throw new Error(`The lab ${identity} was never started`);
  }
  const progress = progressOf(await context.journal.read(), identity);
  const current = currentStep(lab.definition, progress);
  const steps = lab.definition.steps.slice(0, lab.definition.steps.indexOf(current) + 1);
  const entered = new Set(record.enteredSteps);
  if (steps.length > 1 && !entered.has(current.id) && progress.enteredStep !== current.id && known.running) {
    // The first step needs nothing kept: a plain start brings it back.
    const entry = { identity, step: current.id, folder: record.folder, running: known.running, streamed: record.streamed === true };
    await context.keeping.enter(entry, { wait: current.before.length > 0 });
  }
  const runner = await scriptRunner(context, known);
  try {
    for (const step of steps) {
      const ended = (script: ActionScript): boolean => !script.wait && again.has(script.service ?? terminalService(lab.definition));
      const scripts = entered.has(step.id) ? step.before.filter(ended) : step.before;
      await runner.runAll('before', scripts, step.id, signal);
      entered.add(step.id);
    }
  } finally {
    await runner.clean();
  }
  await context.links.sync(identity, signal);
  if (entered.size !== record.enteredSteps.length) {
    await remember(context, context.table.get(identity), { enteredSteps: [...entered] });
  }
  if (progress.enteredStep !== current.id) {
    await context.journal.append({ kind: 'step-entered', lab: identity, step: current.id });
  }
}

/**
 * Completes, in order, the steps that hold by what the journal says, and enters the next one. Where entering changes
 * the lab (`before`), later steps wait for a check of their own. `force`: this step holds whatever the journal says.
 */
export async function advance(context: SessionContext, identity: string, lab: Lab, force?: { step: Step; override?: Override }, signal?: AbortSignal): Promise<Advance> {
  const completedSteps: string[] = [];
  for (;;) {
    const progress = progressOf(await context.journal.read(), identity);
    if (isLabCompleted(lab.definition, progress)) {
      return { completedSteps, completedLab: false };
    }
    const step = currentStep(lab.definition, progress);
    const forced = force?.step.id === step.id;
    if (!forced && !holds(step, progress)) {
      return { completedSteps, completedLab: false };
    }
    const override = forced && force.override ? { override: true, ...force.override } : {};
    const last = lab.definition.steps.every((each) => each.id === step.id || Object.hasOwn(progress.steps, each.id));
    await context.journal.append(
      { kind: 'step-completed', lab: identity, step: step.id, ...override },
      ...(last ? [{ kind: 'lab-completed' as const, lab: identity }] : []),
    );
    completedSteps.push(step.id);
    context.table.touch(identity);
    if (last) {
      return { completedSteps, completedLab: true };
    }
    if (!(await enterNext(context, identity, lab, signal))) {
      return { completedSteps, completedLab: false };
    }
  }
}

/** Returns whether what is known of the next step's checks still counts. */
async function enterNext(context: SessionContext, identity: string, lab: Lab, signal?: AbortSignal): Promise<boolean> {
  const progress = progressOf(await context.journal.read(), identity);
  const next = currentStep(lab.definition, progress);
  const known = context.table.get(identity);
  if (!known.running || known.life.rest !== 'ready') {
    return false;
  }
  try {
    await enterSteps(context, identity, new Set(), signal);
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    // The step before is completed all the same; entering is tried again with the next check or start.
    const message = l10n.t('The step "{0}" is not ready to work on: {1}', next.title, messageOf(error));
    context.log.warn(`${identity}, step ${next.id}: ${messageOf(error)}\n${error.detail ?? ''}`);
    context.table.dispatch(identity, { kind: 'stuck', code: error.code, message });
    const action = { label: l10n.t('Try Again'), text: l10n.t('Start the lab again to try once more; it goes on where it is.'), command: 'aiLabs.startLab', arguments: [{ lab: identity }] };
    context.tell({ lab: identity, message, action });
    return false;
  }
  return next.before.length === 0;
}
