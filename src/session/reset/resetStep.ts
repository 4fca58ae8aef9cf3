import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../../common/cancellation';
import { isCancelled, messageOf, UserError } from '../../common/errors';
import type { Engine, RunningLab, Snapshot } from '../../engines/engine';
import type { ResetStepOptions } from '../api';
import { backUp } from './backups';
import { claim } from '../files/claim';
import { remember, type SessionContext } from '../context';
import { create } from '../start/create';
import { enterSteps } from '../start/entering';
import { replaceContent } from '../files/folder';
import type { Home } from '../home';
import { hostPorts } from '../state/labels';
import { reown } from '../files/reown';
import { planReset, type StepReset } from './resetOffer';
import { finish, reporter, setUp } from '../start/setUp';
import { dropKept, keptFolder } from './stepFiles';
import { copyTree } from '../files/tree';
import { ownerOfNew } from '../files/workspace';

/**
 * Takes a lab back to the entry of a step: the learner's files, copied aside first, and the containers, as they were
 * where that was kept, else made anew. With the lab's lock held. Throws a UserError: `no-snapshot` where the containers
 * cannot be brought back though the person was told so, `backup-failed` (nothing has changed with either), `reset-halfway`.
 */
export async function resetStep(context: SessionContext, identity: string, options: ResetStepOptions, signal: AbortSignal): Promise<void> {
  const { home, keeping } = context;
  await keeping.cancel(identity);
  const engine = await context.engine();
  await home.make();
  const reset = await planReset(context, identity, options.step);
  if (options.containers === 'snapshot' && reset.offer.containers !== 'snapshot' && reset.offer.files === 'kept') {
    throw noSnapshot(reset);
  }
  await reown(context, context.table.get(identity));
  const labs = reset.labs ?? (await engine.findLabs(home.id, signal)).filter(({ lab }) => lab === identity);
  for (const each of labs) {
    await context.links.bringHome(identity, each, signal);
  }
  await claim(context, identity, labs);
  const staged = join(home.steps, `${randomUUID()}.partial`);
  const files = prepareFiles(home, reset, staged, signal);
  // Whoever leaves the lab as it is waits for it first; until then containers are prepared beside it.
  files.catch(() => undefined);
  try {
    const turn = async (): Promise<void> => turnFiles(context, reset, staged, await files);
    const turning: Turning = { context, engine, reset, options, files, turn, signal };
    const { snapshot, running } = reset;
    await (snapshot && running && options.containers === 'snapshot' ? bringBack(turning, running, snapshot) : makeAnew(turning, labs));
    await dropLater(context, engine, reset);
  } finally {
    await files.catch(() => undefined);
    await rm(staged, { recursive: true, force: true });
  }
}

/** A reset under way. */
interface Turning {
  context: SessionContext;
  engine: Engine;
  reset: StepReset;
  options: ResetStepOptions;
  /** Settles when the learner's files can be put in place. */
  files: Promise<unknown>;
  /** Puts them there. */
  turn: () => Promise<void>;
  signal: AbortSignal;
}

/**
 * Copies beside the learner's folder what it is to hold, so that putting it in place is then quick, and cannot find the
 * disk full; and what it holds now aside. Returns where that is.
 */
async function prepareFiles(home: Home, { record, lab, kept }: StepReset, staged: string, signal: AbortSignal): Promise<string | undefined> {
  const files = kept && keptFolder(home, lab.identity, kept);
  try {
    await mkdir(staged, { recursive: true, mode: 0o700 });
    if (files !== undefined) {
      await copyTree(files, staged, await ownerOfNew(record.folder));
    }
  } catch (error) {
    throw home.notWritable(error);
  }
  throwIfAborted(signal);
  const backup = await backUp(home, lab.identity, record.folder);
  throwIfAborted(signal);
  return backup;
}

/** Puts the files in their place, and says so: from then on the learner is at that step. */
async function turnFiles(context: SessionContext, { lab, record, step, undone }: StepReset, staged: string, backup: string | undefined): Promise<void> {
  await replaceContent(record.folder, staged).catch((error: unknown) => {
    throw context.home.notWritable(error);
  });
  const entry = { kind: 'step-reset' as const, lab: lab.identity, step: step.id, ...undone };
  await context.journal.append({ ...entry, ...(backup ? { backup } : {}) });
  if (backup) {
    context.log.info(`The files of ${lab.identity} were copied to ${backup} before "${step.title}" was reset.`);
  }
}

async function bringBack({ context, engine, reset, options, files, turn, signal }: Turning, before: RunningLab, snapshot: Snapshot): Promise<void> {
  const { table } = context;
  const { lab, record, step } = reset;
  const { identity } = lab;
  const entered = lab.definition.steps.slice(0, lab.definition.steps.indexOf(step)).map(({ id }) => id);
  let left = false;
  const hooks = {
    onProgress: reporter(context, identity, options),
    leaving: async (): Promise<void> => {
      await files;
      table.change(identity, { record, lab });
      // A crash from here on leaves something half-made, which is then removed; the next start makes it anew.
      await remember(context, table.get(identity), { ready: false, enteredSteps: entered });
      left = true;
      table.change(identity, { running: undefined });
    },
    down: turn,
  };
  try {
    const running = await engine.restore(before, snapshot, hooks, signal);
    table.change(identity, { running });
    await setUp(context, engine, lab, signal);
    await enterSteps(context, identity, new Set(Object.keys(lab.definition.services)), signal);
    await engine.markReady(running, signal);
    await remember(context, table.get(identity), { ready: true, ports: hostPorts(running) });
  } catch (error) {
    if (!left) {
      throw error;
    }
    table.change(identity, { running: undefined });
    await engine.remove(before);
    await remember(context, table.get(identity), { session: '', ready: false, enteredSteps: [] });
    throw isCancelled(error) ? error : halfway(identity, error);
  }
  await finish(context, lab);
}

async function makeAnew({ context, engine, reset, options, files, turn, signal }: Turning, labs: readonly RunningLab[]): Promise<void> {
  const { table } = context;
  const { lab, record, offer } = reset;
  const { identity } = lab;
  await files;
  for (const each of labs) {
    await engine.remove(each, signal);
  }
  const fromStart = offer.files === 'starter';
  table.change(identity, { record, lab, running: undefined });
  await remember(context, table.get(identity), { session: '', ready: false, prepared: !fromStart, enteredSteps: [] });
  try {
    await turn();
    table.dispatch(identity, { kind: 'progress', stage: 'preparing', message: l10n.t('Making the containers anew') });
    await create(context, engine, lab, table.get(identity).record, options, { newVersion: false }, signal);
  } catch (error) {
    throw isCancelled(error) ? error : halfway(identity, error);
  }
}

/** What was kept of later steps is of a way that was not taken. */
async function dropLater(context: SessionContext, engine: Engine, { lab, step, undone }: StepReset): Promise<void> {
  const later = undone.steps.filter((id) => id !== step.id);
  if (later.length === 0) {
    return;
  }
  try {
    await dropKept(context.home, lab.identity, later);
    const session = context.table.get(lab.identity).record?.session;
    const snapshots = engine.capabilities.snapshots && session ? await engine.listSnapshots(context.home.id, session) : [];
    await Promise.all(snapshots.filter(({ name }) => later.includes(name)).map((snapshot) => engine.removeSnapshot(snapshot)));
  } catch (error) {
    context.log.warn(`What was kept of later steps of ${lab.identity} could not be removed: ${messageOf(error)}`);
  }
}

function noSnapshot({ offer, lab }: StepReset): UserError {
  return new UserError(l10n.t('The containers cannot be brought back to the beginning of "{0}". {1}', offer.title, offer.why ?? '').trim(), {
    code: 'no-snapshot',
    action: {
      label: l10n.t('Reset Step'),
      text: l10n.t('Reset the step again with containers made anew: what was changed in them outside your folder is then gone.'),
      command: 'aiLabs.resetStep',
      arguments: [{ lab: lab.identity, step: offer.step }],
    },
  });
}

function halfway(identity: string, cause: unknown): UserError {
  const { action } = cause as UserError;
  return new UserError(l10n.t('Your files are as they were when the step began, but the lab did not come up: {0}', messageOf(cause)), {
    code: 'reset-halfway',
    detail: (cause as UserError).detail,
    cause,
    action: action ?? { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again.'), command: 'aiLabs.startLab', arguments: [{ lab: identity }] },
  });
}
