import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadContainerAssets, runChecks } from '../../../src/checks/runChecks';
import type { CheckListener, CheckRequest } from '../../../src/checks/request';
import type { CheckResult } from '../../../src/common/verdict';
import { allChecks, type Lab } from '../../../src/curriculum/lab';
import { labSchema } from '../../../src/curriculum/labSchema';
import type { Engine, ResolvedImage, RunningLab } from '../../../src/engines/engine';
import { type EngineRig, type TestLab, useEngine } from '../harness';

export const assetsFolder = path.resolve(__dirname, '../../../src/checks/container');

/** A rig and one lab that is up for all tests of the `describe` this is called in. */
export function useLab(spec: TestLab): { rig: EngineRig; lab: () => RunningLab } {
  let lab: RunningLab | undefined;
  const known: { rig?: EngineRig } = {};
  // Before the rig's own, which fails when a lab is left.
  after(async () => {
    if (lab) {
      await known.rig?.engine.remove(lab);
    }
  });
  const rig = useEngine();
  known.rig = rig;
  before(async function () {
    this.timeout(120_000);
    lab = await rig.start(spec);
  });
  return {
    rig,
    lab: () => {
      if (!lab) {
        throw new Error('the lab did not start');
      }
      return lab;
    },
  };
}

/** An image of test/fixtures/images, built once. */
export async function fixtureImage(rig: EngineRig, name: string): Promise<ResolvedImage> {
  const images = path.resolve(__dirname, '../../fixtures/images');
  const source = { kind: 'build' as const, name: `ai-labs/${name}`, context: path.join(images, name), dockerfile: 'Dockerfile', args: {}, images };
  const [image] = await rig.engine.prepareImages([source], () => undefined);
  if (!image) {
    throw new Error(`no image ${name}`);
  }
  return image;
}

/** A check as lab.yaml says it; `id` and `title` come from its key where left out. */
export type CheckSpec = Record<string, unknown> & { script?: string; run?: string };

export interface RunOptions {
  /** Files of the lab's folder. */
  files?: Record<string, string | Buffer>;
  services?: Record<string, unknown>;
  known?: string[];
  /** Ids to run, in this order; default all. */
  order?: string[];
  listener?: CheckListener;
  signal?: AbortSignal;
  engine?: Engine;
  learner?: string;
  workspace?: string;
  onRevived?: CheckRequest['onRevived'];
  standby?: CheckRequest['standby'];
}

/** Writes a lab of these checks into the rig's folder and runs them in a lab that is up. */
export async function check(rig: EngineRig, running: RunningLab, checks: Record<string, CheckSpec | string>, options: RunOptions = {}): Promise<CheckResult[]> {
  const folder = await mkdtemp(path.join(rig.folder, 'lab-'));
  try {
    for (const [name, content] of Object.entries(options.files ?? {})) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
    const lab = labOf(folder, checks, options);
    const all = allChecks(lab.definition);
    const selected = options.order?.map((id) => all.filter((each) => each.check.id === id)).flat() ?? all;
    return await runChecks(
      options.engine ?? rig.engine,
      {
        lab,
        files: folder,
        running,
        selected,
        known: new Set(options.known),
        seed: 'seed-of-a-test',
        locale: 'en',
        learner: () => options.learner ?? 'learner',
        onRevived: options.onRevived,
        standby: options.standby,
      },
      options.listener ?? {},
      await loadContainerAssets(assetsFolder),
      options.signal,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function labOf(folder: string, checks: Record<string, CheckSpec | string>, options: RunOptions): Lab {
  const definition = labSchema.parse({
    version: 1,
    id: 'check-lab',
    title: 'A lab of checks',
    summary: 'For tests.',
    action: 'containers',
    difficulty: 'beginner',
    minutes: 5,
    services: options.services ?? { lab: { user: 'learner' } },
    workspace: options.workspace ?? '/workspace',
    steps: [
      {
        id: 'only',
        title: 'The only step',
        guide: 'guide.md',
        checks: Object.entries(checks).map(([id, spec]) => ({ id, title: `Title of ${id}`, ...(typeof spec === 'string' ? { script: spec } : spec) })),
      },
    ],
  });
  return { identity: 'test/check-lab', catalog: 'test', id: 'check-lab', folder, images: path.join(folder, 'images'), definition };
}

/** Verdicts by check id, for comparisons in one line. */
export function verdicts(results: CheckResult[]): Record<string, string> {
  return Object.fromEntries(results.map(({ checkId, verdict }) => [checkId, verdict]));
}

export function resultOf(results: CheckResult[], id: string): CheckResult {
  const found = results.find(({ checkId }) => checkId === id);
  if (!found) {
    throw new Error(`no result of the check ${id}`);
  }
  return found;
}
