import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { nullLog } from '../../src/common/log';
import { type Core, createCore } from '../../src/core';
import type { Lab } from '../../src/curriculum/lab';
import type { Asker } from '../../src/session/api';
import { defaultSnapshotLimit } from '../../src/session/reset/snapshotLimit';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../..');

export const silentAsker: Asker = { consent: async () => true, input: async (question) => question.default };

/** A catalog and a home of the bench's own, with one small lab in it. */
export interface Stage {
  core: Core;
  lab: Lab;
  /** A reference that the `docker` command knows the lab's image by. */
  image: string;
  dispose(): Promise<void>;
}

/**
 * `checks` checks in one service of one container, trivial ones unless `check` says what each is, in lab.yaml's words. `steps`: with
 * another step after that, and with what Reset Step needs kept. `services`: lines of lab.yaml, `lab` among them.
 * `standsBy`: the next checks' exec is begun in advance, as the editor does.
 */
export async function openStage(
  checks: number,
  { steps = false, services = ['  lab: {image: ai-labs/slim, user: learner}'], check = 'script: "true"', standsBy = false }: { steps?: boolean; standsBy?: boolean; services?: string[]; check?: string | ((index: number) => string) } = {},
): Promise<Stage> {
  const folder = await mkdtemp(path.join(homedir(), '.ai-labs-bench-'));
  const labFolder = path.join(folder, 'labs', 'bench', 'bench-lab');
  await mkdir(path.join(labFolder, 'guide'), { recursive: true });
  await mkdir(path.join(labFolder, 'workspace'));
  await writeFile(path.join(labFolder, 'guide', '01.md'), '# Bench\n');
  await writeFile(path.join(labFolder, 'workspace', 'a.txt'), 'a\n');
  await writeFile(path.join(labFolder, 'lab.yaml'), labYaml(checks, services, check) + (steps ? secondStep : ''));
  await cp(path.join(root, 'labs/images/slim'), path.join(folder, 'labs/images/slim'), { recursive: true });
  const core = createCore({
    home: path.join(folder, 'home'),
    catalogRoots: () => [{ root: path.join(folder, 'labs'), source: 'configured', trusted: true }],
    assets: path.join(root, 'src/checks/container'),
    careerPath: path.join(root, 'labs/career-path.yaml'),
    log: nullLog,
    locale: 'en',
    snapshotLimit: steps ? () => defaultSnapshotLimit : undefined,
    standsBy,
  });
  const entry = (await core.catalog.load()).find('bench-lab');
  if (!entry?.lab) {
    throw new Error(`The bench's lab is broken: ${JSON.stringify(entry?.problems)}`);
  }
  const { lab } = entry;
  return {
    core, lab, image: 'ai-labs/slim',
    dispose: async () => {
      await core.sessions.remove(lab.identity);
      core.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const secondStep = '  - {id: two, title: Two, guide: guide/01.md}\n';

function labYaml(checks: number, services: string[], more: string | ((index: number) => string)): string {
  const check = (index: number): string => `      - {id: c${index}, title: Check ${index}, ${typeof more === 'string' ? more : more(index)}}`;
  return [
    'version: 1', 'id: bench-lab', 'title: Bench', 'summary: Measures.', 'action: containers', 'difficulty: beginner', 'minutes: 1',
    'terminal: lab', 'services:', ...services, 'steps:', '  - id: one', '    title: One', '    guide: guide/01.md',
    '    checks:', ...Array.from({ length: checks }, (_, index) => check(index)), '',
  ].join('\n');
}

/** A person does not check again within a second: time for the next run to be prepared. */
export function asPeopleDo(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

/** The engine's own command line. */
export async function docker(...words: string[]): Promise<string> {
  return (await run('docker', words)).stdout.trim();
}
