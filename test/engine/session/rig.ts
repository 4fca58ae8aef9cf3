import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Log, nullLog } from '../../../src/common/log';
import type { Lab } from '../../../src/curriculum/lab';
import { readLab } from '../../../src/curriculum/parseLab';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { Engine } from '../../../src/engines/engine';
import { Journal } from '../../../src/progress/journal';
import type { Asker, StartOptions } from '../../../src/session/api';
import { labDigest } from '../../../src/session/start/digest';
import { Home } from '../../../src/session/home';
import { LabSessions } from '../../../src/session/sessions';
import { EngineRig } from '../harness';

const fixtures = path.resolve(__dirname, '../../fixtures');
export const assets = path.resolve(__dirname, '../../../src/checks/container');

/** Says yes to everything, and "learner" to every question. */
export const agreeable: Asker = { consent: async () => true, input: async () => 'learner' };

export interface Opened {
  sessions: LabSessions;
  journal: Journal;
}

/** A home and a catalog of one's own for a test, on the real engine. */
export class SessionRig {
  readonly engine: Engine = createDockerEngine();
  readonly behind = new EngineRig();
  readonly labs = new Map<string, Lab>();
  readonly logged: string[] = [];
  folder = '';
  home!: Home;
  private readonly opened: Opened[] = [];

  async setUp(): Promise<void> {
    await this.behind.setUp();
    this.folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-session-')));
    this.home = new Home(path.join(this.folder, 'home'));
  }

  /**
   * Another window, as far as a process can tell: its own sessions, journal and engine client. Without `snapshotLimit`
   * nothing is kept for Reset Step.
   */
  open(engine: Engine = createDockerEngine(), snapshotLimit?: () => number, standsBy = false): Opened {
    const say = (message: string | Error): void => {
      this.logged.push(String(message));
    };
    const log: Log = { ...nullLog, info: say, warn: say, error: say };
    const journal = new Journal(this.home.journal, log);
    const sessions = new LabSessions({
      home: this.home,
      journal,
      log,
      locale: 'en',
      assets,
      engine: () => Promise.resolve(engine),
      findLab: (identity) => Promise.resolve(this.labs.get(identity)),
      readLab: (folder, catalog, images) => Promise.resolve(readLab({ file: path.join(folder, 'lab.yaml'), catalog, images }).lab),
      digest: labDigest,
      snapshotLimit,
      keepPatienceMs: 60_000,
      standsBy,
    });
    const opened = { sessions, journal };
    this.opened.push(opened);
    return opened;
  }

  /** A copy of a fixture lab that a test may change; `edit` gets its lab.yaml. */
  async lab(edit: (yaml: string) => string = (yaml) => yaml, catalog = 'test', fixture = 'two-steps'): Promise<Lab> {
    const folder = path.join(this.folder, 'catalogs', catalog, fixture);
    await rm(folder, { recursive: true, force: true });
    await cp(path.join(fixtures, 'labs', fixture), folder, { recursive: true });
    const file = path.join(folder, 'lab.yaml');
    await writeFile(file, edit(await readFile(file, 'utf8')));
    return this.read(file, catalog);
  }

  /** Reads a lab again after its files were changed. */
  read(file: string, catalog = 'test'): Lab {
    const { lab, problems } = readLab({ file, catalog, images: path.join(fixtures, 'images') });
    assert.ok(lab, JSON.stringify(problems, undefined, 2));
    this.labs.set(lab.identity, lab);
    return lab;
  }

  options(more: Partial<StartOptions> = {}): StartOptions {
    return { asker: agreeable, ...more };
  }

  /** Runs a line as root in the lab's service and returns what it printed. */
  async sh(sessions: LabSessions, identity: string, line: string): Promise<string> {
    const running = sessions.view(identity)?.running;
    assert.ok(running, 'the lab runs');
    return (await this.behind.sh(running, line)).stdout.trim();
  }

  leftovers(): Promise<string[]> {
    return this.behind.leftovers(this.home.id);
  }

  async tearDown(): Promise<void> {
    for (const { sessions, journal } of this.opened) {
      sessions.dispose();
      journal.dispose();
    }
    for (const lab of await this.engine.findLabs(this.home.id)) {
      await this.engine.remove(lab);
    }
    const left = await this.leftovers();
    await rm(this.folder, { recursive: true, force: true });
    await this.behind.tearDown();
    assert.deepEqual(left, []);
  }

  async makeHome(): Promise<void> {
    await mkdir(this.home.root, { recursive: true });
  }
}

/** A rig for each test of the `describe` it is called in. */
export function useSessions(): { readonly rig: SessionRig } {
  const box: { rig: SessionRig } = { rig: new SessionRig() };
  beforeEach(async function () {
    this.timeout(120_000);
    box.rig = new SessionRig();
    await box.rig.setUp();
  });
  afterEach(async function () {
    this.timeout(120_000);
    await box.rig.tearDown();
  });
  return box;
}
