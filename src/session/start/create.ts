import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { isUserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Engine, EngineProgress, LabSpec, RunningLab } from '../../engines/engine';
import type { StartOptions } from '../api';
import { askConsents, askInputs } from './consents';
import { remember, type SessionContext } from '../context';
import { enterSteps } from './entering';
import { hostPorts, sessionLabels } from '../state/labels';
import { copyLab, dropOtherCopies } from './labCopy';
import type { SessionRecord } from '../state/recordSchema';
import { finish, reporter, runScripts, setUp } from './setUp';
import { imageNeeds, labSpec, learnerUsers, type SpecOptions } from './spec';
import { folderEntries } from '../sync/hostFolder';
import { chooseFolder, makeFolder, settleOwner } from '../files/workspace';

export interface Start {
  /** Take the lab as it is on disk now, even where a session of an earlier version exists. */
  newVersion: boolean;
}

/**
 * Creates a lab's containers, set up and marked whole, or nothing at all. With the lab's lock held, and nothing of the
 * lab on the engine. `before`: the record of an earlier session, whose folder, seed, answers and ports go on.
 */
export async function create(
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

  report({ phase: 'images', message: l10n.t('Looking for the images') });
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
  const spec = (files?: SpecOptions['files']): LabSpec => {
    const labels = sessionLabels({ ...record, ...(files ? { streamed: true } : {}) });
    return labSpec(lab, { session, home: home.id, folder, owner, ports, inputs, labels, image, files });
  };
  await makeWhole({ context, engine, lab, spec, report, signal });
}

/** Everything that was settled before there are containers. */
interface Making {
  context: SessionContext;
  engine: Engine;
  lab: Lab;
  /** `files`: what the lab's copy of the learner's folder begins with, where it gets one. */
  spec: (files?: SpecOptions['files']) => LabSpec;
  report: (progress: EngineProgress) => void;
  signal: AbortSignal;
}

/** Where the engine turns out not to see the learner's folder, the lab gets a copy of it, kept up to date both ways. */
async function makeContainers({ context, engine, lab, spec, report, signal }: Making): Promise<RunningLab> {
  try {
    return await engine.createLab(spec(), report, signal);
  } catch (error) {
    if (!isUserError(error) || error.code !== 'workspace-not-visible') {
      throw error;
    }
    const known = context.table.get(lab.identity);
    const folder = known.record?.folder ?? '';
    context.log.info(`The engine does not see ${folder}: its files are copied into the lab and back.`);
    await remember(context, known, { streamed: true });
    report({ phase: 'containers', message: l10n.t('Copying your files into the lab') });
    return engine.createLab(spec(() => folderEntries(folder)), report, signal);
  }
}

/** From here on there is something to remove when it does not work out. */
async function makeWhole(making: Making): Promise<void> {
  const { context, engine, lab, report, signal } = making;
  const { identity } = lab;
  const { table } = context;
  report({ phase: 'containers', message: l10n.t('Creating the containers') });
  const running = await makeContainers(making);
  try {
    table.change(identity, { running });
    report({ phase: 'setup', message: l10n.t('Setting the lab up') });
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
