import { basename } from 'node:path';
import type { Lab } from '../../curriculum/lab';
import type { Engine, EngineProgress } from '../../engines/engine';
import type { StartOptions } from '../api';
import { remember, type SessionContext } from '../context';
import { scriptRunner } from './entering';
import { readLabFile, serviceOf } from './labFiles';
import { reown } from '../files/reown';

/**
 * Puts the lab's `files` into its containers and runs its `setup`: at every start, because both are idempotent.
 * `only`: in these services, because only they were started again.
 */
export async function setUp(context: SessionContext, engine: Engine, lab: Lab, signal?: AbortSignal, only?: ReadonlySet<string>): Promise<void> {
  const { running } = context.table.get(lab.identity);
  if (!running) {
    throw new Error(`The lab ${lab.identity} does not run`);
  }
  for (const file of lab.definition.files.filter((each) => isIn(lab, each, only))) {
    await engine.upload(running, serviceOf(lab, file), [await readLabFile(lab, file)], signal);
  }
  await runScripts(context, lab.identity, 'setup', signal, only);
}

function isIn(lab: Lab, into: { service?: string }, only: ReadonlySet<string> | undefined): boolean {
  return only === undefined || only.has(serviceOf(lab, into));
}

/** Runs all scripts of a kind and leaves nothing of them behind. */
export async function runScripts(context: SessionContext, identity: string, kind: 'setup' | 'prepare', signal?: AbortSignal, only?: ReadonlySet<string>): Promise<void> {
  const known = context.table.get(identity);
  const { lab } = known;
  const scripts = lab?.definition[kind].filter((script) => isIn(lab, script, only)) ?? [];
  if (scripts.length > 0) {
    const runner = await scriptRunner(context, known);
    try {
      await runner.runAll(kind, scripts, undefined, signal);
    } finally {
      await runner.clean();
    }
  }
}

/** What is said once a lab is up. */
export async function finish(context: SessionContext, lab: Lab): Promise<void> {
  const known = context.table.get(lab.identity);
  await reown(context, known);
  if (known.record?.stopped) {
    await remember(context, known, { stopped: undefined });
  }
  await context.journal.append({
    kind: 'started',
    lab: lab.identity,
    session: known.record?.session ?? '',
    digest: known.record?.digest,
    title: lab.definition.title,
  });
  context.log.info(`${lab.identity} is ready in ${basename(known.record?.folder ?? '')}.`);
  context.table.dispatch(lab.identity, { kind: 'started' });
}

/** Passes the engine's progress on, and shows it as the lab's state. */
export function reporter(context: SessionContext, identity: string, options: Pick<StartOptions, 'onProgress'>): (progress: EngineProgress) => void {
  return (progress) => {
    const stage = progress.phase === 'images' ? 'preparing' : 'starting';
    context.table.dispatch(identity, { kind: 'progress', stage, message: progress.message, fraction: progress.fraction });
    if (progress.log) {
      context.log.debug(progress.log);
    }
    options.onProgress?.(progress);
  };
}
