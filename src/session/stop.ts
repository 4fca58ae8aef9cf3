import { isUserError, messageOf } from '../common/errors';
import type { RunningLab } from '../engines/engine';
import { backUp } from './reset/backups';
import { claim } from './files/claim';
import { remember, type SessionContext } from './context';
import { emptyFolder } from './files/folder';
import { isWhole } from './state/observe';
import type { SessionRecord } from './state/recordSchema';
import { reown } from './files/reown';
import { dropKept } from './reset/stepFiles';

/** All there is of a lab on the engine, whole or not. */
async function found(context: SessionContext, identity: string, signal?: AbortSignal): Promise<RunningLab[]> {
  const engine = await context.engine();
  return (await engine.findLabs(context.home.id, signal)).filter((lab) => lab.lab === identity);
}

/** Stops what runs and keeps it; removes what is half-made. With the lab's lock held. */
export async function stopContainers(context: SessionContext, identity: string, signal?: AbortSignal): Promise<void> {
  const engine = await context.engine();
  const record = await context.records.read(identity);
  context.table.dispatch(identity, { kind: 'stop' });
  await reown(context, context.table.get(identity));
  const { running } = context.table.get(identity);
  const known = running && isWhole(running, record) ? running : undefined;
  await noteStop(context, identity, record);
  // Nobody need look before what is known to run is stopped; what else there is shows meanwhile.
  const [look, stop] = await Promise.allSettled([found(context, identity, signal), known && engine.stop(known, signal)]);
  const labs = valueOf(look);
  valueOf(stop);
  let stopped = labs.some(({ session }) => session === known?.session);
  for (const lab of labs.filter(({ session }) => session !== known?.session)) {
    if (!isWhole(lab, record)) {
      await engine.remove(lab, signal);
    } else if (lab.state !== 'stopped') {
      await engine.stop(lab, signal);
      stopped = true;
    }
  }
  context.table.change(identity, { running: undefined });
  if (stopped) {
    await ifWritable(context, identity, context.journal.append({ kind: 'stopped', lab: identity, session: record?.session ?? '' }));
  }
  context.table.dispatch(identity, { kind: 'stopped' });
}

/** Tells windows that look only when the lab is down and nobody at work any more that it did not fall by itself. */
async function noteStop(context: SessionContext, identity: string, record: SessionRecord | undefined): Promise<void> {
  if (record) {
    await ifWritable(context, identity, remember(context, { ...context.table.get(identity), record }, { stopped: true }));
  }
}

/** Awaits a note that a lab ends. A disk that is full, maybe by this very lab, must not keep it running. */
async function ifWritable(context: SessionContext, identity: string, note: Promise<void>): Promise<void> {
  try {
    await note;
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    context.log.warn(`That ${identity} ends could not be noted: ${messageOf(error)}`);
  }
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

/** Containers, network and volumes gone; the learner's folder stays. With the lab's lock held. */
export async function removeContainers(context: SessionContext, identity: string, signal?: AbortSignal): Promise<void> {
  await context.keeping.cancel(identity);
  const engine = await context.engine();
  context.table.dispatch(identity, { kind: 'stop' });
  await reown(context, context.table.get(identity));
  const labs = await found(context, identity, signal);
  for (const lab of labs) {
    await context.links.bringHome(identity, lab, signal);
    await engine.remove(lab, signal);
  }
  const record = await context.records.read(identity);
  context.table.change(identity, { running: undefined, record });
  if (record) {
    await ifWritable(context, identity, remember(context, context.table.get(identity), { session: '', ready: false, enteredSteps: [] }));
  }
  if (labs.some((lab) => lab.state === 'running')) {
    await ifWritable(context, identity, context.journal.append({ kind: 'stopped', lab: identity, session: record?.session ?? '' }));
  }
  context.table.dispatch(identity, { kind: 'stopped' });
}

/**
 * Takes a lab back to before its first start, the learner's files copied aside. With the lab's lock held.
 * Returns where the copy is. Throws a UserError with the code `backup-failed`, and then nothing has changed.
 */
export async function takeBack(context: SessionContext, identity: string, signal?: AbortSignal): Promise<string | undefined> {
  const { table, home } = context;
  await context.keeping.cancel(identity);
  const engine = await context.engine();
  await home.make();
  await reown(context, table.get(identity));
  const labs = await found(context, identity, signal);
  for (const lab of labs) {
    await context.links.bringHome(identity, lab, signal);
  }
  const record = await context.records.read(identity);
  await claim(context, identity, labs);
  const backup = record && (await backUp(home, identity, record.folder));
  for (const lab of labs) {
    await engine.remove(lab, signal);
  }
  if (record) {
    // Said before the folder is emptied: a crash in between then leads to a fresh folder, not to half of the old one.
    table.change(identity, { running: undefined, record });
    await remember(context, table.get(identity), { session: '', ready: false, prepared: false, enteredSteps: [], seed: '' });
    await emptyFolder(record.folder).catch((error: unknown) => {
      throw home.notWritable(error);
    });
  }
  await dropKept(home, identity);
  await context.journal.append({ kind: 'reset', lab: identity, ...(backup ? { backup } : {}) });
  if (backup) {
    context.log.info(`The files of ${identity} were copied to ${backup} before it was reset.`);
  }
  return backup;
}
