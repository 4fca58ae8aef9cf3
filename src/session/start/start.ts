import * as l10n from '@vscode/l10n';
import { isUserError, UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Engine, RunningLab } from '../../engines/engine';
import { progressOf } from '../../progress/fold';
import type { StartOptions } from '../api';
import { remember, type SessionContext } from '../context';
import { create, type Start } from './create';
import { enterSteps } from './entering';
import { currentStep, isLabCompleted } from '../learning/steps';
import { hostPorts, recordFromLabels } from '../state/labels';
import { isUp, pausedOf, whatIsDown } from '../running/down';
import { isOutdated, isWhole, labOf } from '../state/observe';
import type { SessionRecord } from '../state/recordSchema';
import { undoLeftFaults } from '../running/revive';
import { finish, reporter, setUp } from './setUp';

/** What an engine says of containers that will never start again as they are. */
const beyondRepair = new Set(['engine-refused', 'service-not-running']);

/** Brings a lab up, whatever is there of it already. With the lab's lock held. */
export async function bringUp(context: SessionContext, lab: Lab, options: StartOptions, how: Start, signal: AbortSignal): Promise<void> {
  const { table, home } = context;
  const { identity } = lab;
  const engine = await context.engine();
  await home.make();
  const saved = await context.records.read(identity);
  const [labs, savedLab, savedOutdated] = await Promise.all([
    engine.findLabs(home.id, signal),
    saved && labOf(context, saved),
    saved && isOutdated(context, identity, saved.digest),
  ]);
  const found = labs.filter((each) => each.lab === identity);
  const kept = found.find((each) => isWhole(each, saved) && (!saved || each.session === saved.session));
  const record = saved ?? (kept && (await recordFromLabels(kept)));
  const usable = kept && record && !(how.newVersion && record.digest !== (await context.digest(lab.folder)));
  if (record && !table.get(identity).record) {
    table.change(identity, { record, lab: savedLab ?? (await labOf(context, record)) });
  }
  for (const other of found) {
    if (other !== kept || !usable) {
      await context.links.bringHome(identity, other, signal);
      await engine.remove(other, signal);
    }
  }
  if (!usable) {
    table.dispatch(identity, { kind: 'start', message: l10n.t('Preparing the lab') });
    await create(context, engine, lab, record, options, how, signal);
    return;
  }
  const own = savedLab ?? (await labOf(context, record)) ?? lab;
  const up = kept.state === 'stopped' ? undefined : kept;
  table.change(identity, { record, lab: own, running: up, outdated: savedOutdated ?? (await isOutdated(context, identity, record.digest)) });
  if (!saved) {
    await remember(context, table.get(identity), {});
  }
  if (kept.state === 'running') {
    await (kept.faults && undoLeftFaults(context, engine, kept, signal));
    if (pausedOf(kept).length > 0) {
      table.change(identity, { running: await engine.resume(kept, reporter(context, identity, options), signal) });
    }
    await enterAgain(context, identity, own, record, signal);
    table.dispatch(identity, { kind: 'observed', rest: 'ready' });
    return;
  }
  table.dispatch(identity, { kind: 'start', message: l10n.t('Starting the lab again') });
  const running = await resumed(context, engine, own, kept, options, signal);
  if (running) {
    await wakeUp(context, engine, own, kept, running, signal);
  } else {
    await context.links.bringHome(identity, kept, signal);
    await engine.remove(kept);
    await create(context, engine, lab, record, options, how, signal);
    context.tell({
      lab: identity,
      message: l10n.t('The containers of “{0}” did not start again, so they were made anew. Your files are as you left them; what else was in the containers is gone.', own.definition.title),
    });
  }
}

/** Where entering the step failed the last time: once more. */
async function enterAgain(context: SessionContext, identity: string, lab: Lab, { enteredSteps }: SessionRecord, signal: AbortSignal): Promise<void> {
  const progress = progressOf(await context.journal.read(), identity);
  if (!isLabCompleted(lab.definition, progress) && !enteredSteps.includes(currentStep(lab.definition, progress).id)) {
    await enterSteps(context, identity, new Set(), signal);
  }
}

/**
 * The lab's containers started again; undefined where the engine refuses twice, because something of them is gone or damaged.
 * One refusal may be the engine's, and making them anew loses what is in them.
 */
async function resumed(context: SessionContext, engine: Engine, own: Lab, stopped: RunningLab, options: StartOptions, signal: AbortSignal, again = false): Promise<RunningLab | undefined> {
  try {
    const running = await engine.resume(stopped, reporter(context, stopped.lab, options), signal);
    const { services } = running;
    if (Object.keys(own.definition.services).some((name) => !services.some((service) => service.name === name))) {
      context.log.warn(`The containers of ${stopped.lab} are made anew, because some of them are gone.`);
      return undefined;
    }
    if (running.state === 'partial' && isUp(own, running)) {
      // Only the mark that it is whole is gone: `docker volume prune` takes it.
      await engine.markReady(running, signal);
      return { ...running, state: 'running' };
    }
    if (running.state === 'partial') {
      if (stopped.state === 'stopped') {
        await engine.stop(running);
      }
      throw new UserError(whatIsDown(running), {
        code: 'service-down',
        action: { label: l10n.t('Look at Your Files'), text: l10n.t('See whether something in your folder keeps it from starting; Reset Lab begins again.') },
      });
    }
    return running.state === 'running' ? running : undefined;
  } catch (error) {
    if (!isUserError(error) || !beyondRepair.has(error.code)) {
      throw error;
    }
    if (!again) {
      context.log.warn(`Starting the containers of ${stopped.lab} is tried once more: ${error.message}`);
      return resumed(context, engine, own, stopped, options, signal, true);
    }
    context.log.warn(`The containers of ${stopped.lab} are made anew, because they do not start again: ${error.message}`);
    return undefined;
  }
}

/** Starts stopped containers again. What ran in them besides their main processes has ended, so set-up runs once more. */
async function wakeUp(context: SessionContext, engine: Engine, lab: Lab, stopped: RunningLab, running: RunningLab, signal: AbortSignal): Promise<void> {
  const { identity } = lab;
  const down = new Set(stopped.services.filter((service) => service.state !== 'running').map((service) => service.name));
  context.table.change(identity, { running });
  try {
    await context.links.bringHome(identity, running, signal);
    await setUp(context, engine, lab, signal);
    await enterSteps(context, identity, down, signal);
    await remember(context, context.table.get(identity), { ports: hostPorts(running), stopped: undefined });
  } catch (error) {
    context.table.change(identity, { running: undefined });
    await engine.stop(running);
    throw error;
  }
  await finish(context, lab);
}
