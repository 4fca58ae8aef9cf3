import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isUserError, UserError } from '../common/errors';
import { type Lab, terminalService } from '../curriculum/lab';
import type { Engine, EngineProgress, LabSpec, RunningLab } from '../engines/engine';
import type { StartOptions } from './api';
import { askConsents, askInputs } from './consents';
import { remember, type SessionContext } from './context';
import { enterSteps, scriptRunner } from './entering';
import { hostPorts, recordFromLabels, sessionLabels } from './labels';
import { copyLab, dropOtherCopies } from './labCopy';
import { isOutdated, isWhole, labOf, whatIsDown } from './observe';
import type { SessionRecord } from './recordSchema';
import { reown } from './reown';
import { imageNeeds, labSpec, learnerUsers } from './spec';
import { chooseFolder, makeFolder, settleOwner } from './workspace';

/** What an engine says of containers that will never start again as they are. */
const beyondRepair = new Set(['engine-refused', 'service-not-running']);

export interface Start {
  /** Take the lab as it is on disk now, even where a session of an earlier version exists. */
  newVersion: boolean;
}

/** Brings a lab up, whatever is there of it already. With the lab's lock held. */
export async function bringUp(context: SessionContext, lab: Lab, options: StartOptions, how: Start, signal: AbortSignal): Promise<void> {
  const { table, home } = context;
  const { identity } = lab;
  const engine = await context.engine();
  await home.make();
  const saved = await context.records.read(identity);
  const found = (await engine.findLabs(home.id, signal)).filter((each) => each.lab === identity);
  const kept = found.find((each) => isWhole(each, saved) && (!saved || each.session === saved.session));
  const record = saved ?? (kept && (await recordFromLabels(kept)));
  const usable = kept && record && !(how.newVersion && record.digest !== (await context.digest(lab.folder)));
  for (const other of found) {
    if (other !== kept || !usable) {
      await engine.remove(other, signal);
    }
  }
  if (!usable) {
    table.dispatch(identity, { kind: 'start', message: 'Preparing the lab' });
    await create(context, engine, lab, record, options, how, signal);
    return;
  }
  const own = (await labOf(context, record)) ?? lab;
  const up = kept.state === 'stopped' ? undefined : kept;
  table.change(identity, { record, lab: own, running: up, outdated: await isOutdated(context, identity, record.digest) });
  if (!saved) {
    await remember(context, table.get(identity), {});
  }
  if (kept.state === 'running') {
    table.dispatch(identity, { kind: 'observed', rest: 'ready' });
    return;
  }
  table.dispatch(identity, { kind: 'start', message: 'Starting the lab again' });
  const running = await resumed(context, engine, kept, options, signal);
  if (running) {
    await wakeUp(context, engine, own, kept, running, signal);
  } else {
    await engine.remove(kept);
    await create(context, engine, lab, record, options, how, signal);
  }
}

/** The lab's containers started again; undefined where the engine refuses, because something of them is gone or damaged. */
async function resumed(context: SessionContext, engine: Engine, stopped: RunningLab, options: StartOptions, signal: AbortSignal): Promise<RunningLab | undefined> {
  try {
    const running = await engine.resume(stopped, reporter(context, stopped.lab, options), signal);
    if (running.state === 'partial') {
      if (stopped.state === 'stopped') {
        await engine.stop(running);
      }
      throw new UserError(whatIsDown(running), {
        code: 'service-down',
        action: { label: 'Look at Your Files', text: 'See whether something in your folder keeps it from starting; Reset Lab begins again.' },
      });
    }
    return running.state === 'running' ? running : undefined;
  } catch (error) {
    if (!isUserError(error) || !beyondRepair.has(error.code)) {
      throw error;
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
    await setUp(context, engine, lab, signal);
    await enterSteps(context, identity, down, signal);
    await remember(context, context.table.get(identity), { ports: hostPorts(running) });
  } catch (error) {
    context.table.change(identity, { running: undefined });
    await engine.stop(running);
    throw error;
  }
  await finish(context, lab);
}

async function create(
  context: SessionContext,
  engine: Engine,
  wanted: Lab,
  before: SessionRecord | undefined,
  options: StartOptions,
  how: Start,
  signal: AbortSignal,
): Promise<void> {
  const { home, table } = context;
  const { identity } = wanted;
  const report = reporter(context, identity, options);
  const chosen = await version(context, wanted, before, how);
  await askConsents(home, chosen.lab, options.asker);
  const inputs = await askInputs(chosen.lab, before?.inputs ?? {}, options.asker);
  const lab = await copyLab(home, chosen.lab, chosen.digest);

  report({ phase: 'images', message: 'Looking for the images' });
  const needs = imageNeeds(lab, lab.folder);
  const images = await engine.prepareImages(needs.sources, report, signal);
  const image = (service: string): (typeof images)[number] => {
    const resolved = images[needs.of[service] ?? -1];
    if (!resolved) {
      throw new Error(`The engine prepared no image for the service ${service}`);
    }
    return resolved;
  };

  const folder = chooseFolder(home, lab, await context.records.all());
  const history = before?.folder !== folder ? 'unknown' : before.prepared ? 'prepared' : 'begun';
  const { isNew } = await makeFolder({ home, identity, folder, starter: join(lab.folder, 'workspace'), history });
  const record: SessionRecord = {
    v: 1,
    identity,
    session: randomBytes(6).toString('hex'),
    ready: false,
    digest: chosen.digest,
    copy: lab.folder,
    images: lab.images,
    catalog: lab.catalog,
    folder,
    prepared: !isNew,
    seed: before?.seed || randomBytes(8).toString('hex'),
    inputs,
    ports: before?.ports ?? {},
    users: learnerUsers(lab.definition, image),
    enteredSteps: [],
  };
  table.change(identity, { record, lab, running: undefined, outdated: chosen.outdated });
  await remember(context, table.get(identity), {});
  await dropOtherCopies(home, lab, chosen.digest);
  const owner = await settleOwner(home, folder);
  const { session, ports } = record;
  const spec = labSpec(lab, { session, home: home.id, folder, owner, ports, inputs, labels: sessionLabels(record), image });
  await createFrom(context, engine, lab, spec, report, signal);
}

/** From here on there is something to remove when it does not work out. */
async function createFrom(
  context: SessionContext,
  engine: Engine,
  lab: Lab,
  spec: LabSpec,
  report: (progress: EngineProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { identity } = lab;
  const { table } = context;
  report({ phase: 'containers', message: 'Creating the containers' });
  const running = await engine.createLab(spec, report, signal);
  try {
    table.change(identity, { running });
    report({ phase: 'setup', message: 'Setting the lab up' });
    await setUp(context, engine, lab, signal);
    if (!table.get(identity).record?.prepared) {
      await runScripts(context, identity, 'prepare', signal);
    }
    await enterSteps(context, identity, new Set(), signal);
    await engine.markReady(running, signal);
    await remember(context, table.get(identity), { ready: true, prepared: true, ports: hostPorts(running) });
  } catch (error) {
    table.change(identity, { running: undefined });
    await engine.remove(running);
    throw error;
  }
  await finish(context, lab);
}

/** A session goes on with the version it began with, unless the new one is asked for or the old one cannot be read. */
async function version(context: SessionContext, wanted: Lab, before: SessionRecord | undefined, how: Start): Promise<{ lab: Lab; digest: string; outdated: boolean }> {
  const digest = await context.digest(wanted.folder);
  if (before?.prepared && before.digest !== digest && !how.newVersion && (await stat(before.copy).catch(() => undefined))) {
    const lab = await context.readLab(before.copy, before.catalog, before.images);
    if (lab) {
      return { lab, digest: before.digest, outdated: true };
    }
  }
  return { lab: wanted, digest, outdated: false };
}

async function setUp(context: SessionContext, engine: Engine, lab: Lab, signal: AbortSignal): Promise<void> {
  const { running } = context.table.get(lab.identity);
  if (!running) {
    throw new Error(`The lab ${lab.identity} does not run`);
  }
  for (const file of lab.definition.files) {
    const content = await readFile(join(lab.folder, file.from));
    const upload = { path: file.to, content, mode: parseInt(file.mode, 8), owner: file.owner };
    await engine.upload(running, file.service ?? terminalService(lab.definition), [upload], signal);
  }
  await runScripts(context, lab.identity, 'setup', signal);
}

async function runScripts(context: SessionContext, identity: string, kind: 'setup' | 'prepare', signal: AbortSignal): Promise<void> {
  const known = context.table.get(identity);
  const scripts = known.lab?.definition[kind] ?? [];
  if (scripts.length > 0) {
    const runner = await scriptRunner(context, known);
    try {
      await runner.runAll(kind, scripts, undefined, signal);
    } finally {
      await runner.clean();
    }
  }
}

async function finish(context: SessionContext, lab: Lab): Promise<void> {
  const known = context.table.get(lab.identity);
  await reown(context, known);
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

function reporter(context: SessionContext, identity: string, options: StartOptions): (progress: EngineProgress) => void {
  return (progress) => {
    const stage = progress.phase === 'images' ? 'preparing' : 'starting';
    context.table.dispatch(identity, { kind: 'progress', stage, message: progress.message, fraction: progress.fraction });
    if (progress.log) {
      context.log.debug(progress.log);
    }
    options.onProgress?.(progress);
  };
}
