import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isUserError } from '../../src/common/errors';
import { nullLog } from '../../src/common/log';
import type { Lab } from '../../src/curriculum/lab';
import { createDockerEngine } from '../../src/engines/docker/engine';
import type { RunningLab } from '../../src/engines/engine';
import type { SessionState } from '../../src/session/api';
import { Journal } from '../../src/progress/journal';
import { isBusy } from '../../src/session/state/reducer';
import { dropKept } from '../../src/session/reset/stepFiles';
import { Records } from '../../src/session/state/record';
import type { LabSessions } from '../../src/session/sessions';
import { SessionRig } from '../engine/session/rig';
import { type Fault, FaultProxy, type Target } from '../fakes/faultProxy';
import { TinyRegistry } from '../fakes/tinyRegistry';
import { DockerBackdoor } from '../engine/dockerBackdoor';
import type { Action } from './actions';

/** Short, so that a call that is never answered costs a test seconds and not minutes. */
const deadlines = { question: 2000, change: 5000, word: 3000 };
/** After this something hangs: longer than every deadline that may come together. */
const hangMs = 90_000;
const mine = 'what the learner wrote\n';
/** Bytes of snapshots. */
const keeps = (): number => 512 * 1024 ** 2;

/** Faults after which nobody knows whether the engine did what it was asked: then `resume` may have to tidy up. */
const unknownEnd: readonly Fault[] = ['lose', 'truncate', 'stall', 'mute', 'gone', 'frozen'];

/** What the outcome of a row begins with whose call was never made. */
export const notReached = 'not reached, ';

/** A home, a lab of two services, and an engine behind a proxy. */
export class FaultRig {
  readonly sessions = new SessionRig();
  private readonly registry = new TinyRegistry();
  proxy!: FaultProxy;
  lab!: Lab;

  async setUp(): Promise<void> {
    await this.sessions.setUp();
    this.proxy = new FaultProxy(path.join(this.sessions.folder, 'engine.sock'));
    await this.proxy.start();
    await this.registry.start();
    this.lab = await this.makeLab((yaml) => yaml);
  }

  private makeLab(edit: (yaml: string) => string): Promise<Lab> {
    return this.sessions.lab((yaml) =>
      edit(yaml).replace(
        'files:\n',
        `    depends_on: {side: {condition: service_healthy}}
  side:
    image: ai-labs/test-base
    command: [sleep, infinity]
    healthcheck: {test: "true"}
    volumes: ["data:/data"]
files:\n`,
      ),
    );
  }

  async tearDown(): Promise<void> {
    this.proxy.clear();
    this.proxy.close();
    this.registry.close();
    await new DockerBackdoor('/var/run/docker.sock').removeImages([this.registry.repository]);
    await this.sessions.tearDown();
  }

  /** Gives the lab an image that takes two steps to build and that nobody has built before. */
  private async renewImage(): Promise<void> {
    const steps = ['FROM ai-labs/test-base', `RUN echo ${randomBytes(6).toString('hex')} >/new`, 'RUN echo newer >/newer', ''];
    const { folder } = this.lab;
    this.lab = await this.makeLab((yaml) => {
      // Looked for when the lab is read, which is next.
      writeFileSync(path.join(folder, 'environment', 'Dockerfile'), steps.join('\n'));
      return yaml.replace('image: ai-labs/test-base', 'build: environment');
    });
  }

  /** Runs work in a window of its own that talks to the engine directly. */
  async directly<T>(work: (sessions: LabSessions) => Promise<T>): Promise<T> {
    const { sessions, journal } = this.sessions.open(undefined, keeps);
    try {
      await sessions.resume();
      return await work(sessions);
    } finally {
      sessions.dispose();
      journal.dispose();
    }
  }

  /** Brings the lab into the state an action begins in. What was cut off before may still go on in the engine: then once more. */
  async prepare(action: Action): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.bring(action);
      } catch (error) {
        if (attempt === 3 || !isUserError(error)) {
          throw error;
        }
        await delay(2000);
      }
    }
  }

  /** Something of the learner's is in the folder then. */
  private async bring(action: Action): Promise<void> {
    if (action.builds) {
      await this.renewImage();
    }
    if (action.from !== 'second step') {
      await this.rewind();
    }
    await this.directly(async (sessions) => {
      if (action.from === 'removed') {
        await sessions.remove(this.lab.identity);
        return;
      }
      const { folder } = await sessions.start(this.lab, this.sessions.options());
      await writeFile(path.join(folder, 'second.txt'), mine);
      await this.inSide(sessions, 'echo kept >/data/kept');
      if (action.from === 'stopped') {
        await sessions.stop(this.lab.identity);
      }
      if (action.from === 'second step') {
        await this.goOn(sessions, folder);
      }
    });
  }

  /** Back to the first step for much less than a reset costs: as if the second had never been entered. */
  private async rewind(): Promise<void> {
    const { home } = this.sessions;
    const records = new Records(home.sessions, nullLog);
    const record = await records.read(this.lab.identity);
    if (record?.enteredSteps.includes('serve')) {
      await records.write({ ...record, enteredSteps: record.enteredSteps.filter((step) => step !== 'serve') });
    }
    if (record) {
      await dropKept(home, this.lab.identity);
      const journal = new Journal(home.journal, nullLog);
      await journal.append({ kind: 'reset', lab: this.lab.identity });
      journal.dispose();
      await copyFile(path.join(this.lab.folder, 'workspace', 'greeting.txt'), path.join(record.folder, 'greeting.txt'));
    }
  }

  /** Brings the lab to its second step, with all that is kept of it on entering. */
  private async goOn(sessions: LabSessions, folder: string): Promise<void> {
    const { identity } = this.lab;
    const kept = async (): Promise<boolean> => sessions.view(identity)?.currentStep === 'serve' && (await sessions.snapshots()).length > 0;
    if (await kept()) {
      return;
    }
    if (sessions.view(identity)?.currentStep === 'serve') {
      await sessions.reset(this.lab, this.sessions.options());
    }
    await this.inSide(sessions, 'echo kept >/data/kept');
    await writeFile(path.join(folder, 'second.txt'), mine);
    await writeFile(path.join(folder, 'greeting.txt'), 'hello\n');
    await sessions.check(identity, {});
    await sessions.settled();
    assert.ok(await kept(), 'the second step is entered and kept');
  }

  /** Runs a line in the service that has a volume. Returns what it printed. */
  private async inSide(sessions: LabSessions, line: string): Promise<string> {
    const running = sessions.view(this.lab.identity)?.running;
    assert.ok(running, 'the lab runs');
    return (await this.sessions.behind.sh(running, line, { service: 'side' })).stdout.trim();
  }

  /** The calls an action makes when all goes well. */
  async record(action: Action): Promise<Target[]> {
    assert.equal(await this.act(action), 'done', `${action.name} works where nothing is wrong`);
    const { calls } = this.proxy;
    const targets = new Map<string, Target>();
    for (const call of new Set(calls)) {
      const last = calls.filter((each) => each === call).length;
      targets.set(`${call} 1`, { call, nth: 1 });
      targets.set(`${call} ${last}`, { call, nth: last });
    }
    return [...targets.values()];
  }

  /** Does an action while a call meets a fault, and sees that all is well in the end. Returns how it ended. */
  async strike(action: Action, target: Target, fault: Fault): Promise<string> {
    const outcome = await this.act(action, { target, fault });
    const struck = this.proxy.struck;
    this.proxy.clear();
    await this.see(action, outcome, struck ? fault : undefined);
    return `${struck ? '' : notReached}${outcome}`;
  }

  private async act(action: Action, strike?: { target: Target; fault: Fault }): Promise<string> {
    await this.prepare(action);
    this.proxy.clear();
    const engine = createDockerEngine({ host: `unix://${this.proxy.path}`, deadlines });
    const { sessions, journal } = this.sessions.open(engine, keeps);
    try {
      if (action.knows) {
        await sessions.resume();
      }
      if (strike) {
        this.proxy.arm(strike.target, strike.fault);
      } else {
        this.proxy.clear();
      }
      const world = { sessions, engine, lab: this.lab, options: this.sessions.options(), newImage: () => this.registry.newImage() };
      const outcome = await orHang(ending(action.run(world)));
      assert.ok(!isBusy(sessions.state(this.lab.identity)), `still ${sessions.state(this.lab.identity).kind} in the end`);
      return outcome;
    } finally {
      sessions.dispose();
      journal.dispose();
    }
  }

  private async see(action: Action, outcome: string, fault: Fault | undefined): Promise<void> {
    const before = await this.sessions.leftovers();
    const { truth, labs } = await this.look();
    const left = await this.sessions.leftovers();
    assert.ok(labs.length <= 1, `${labs.length} labs: ${left.join(', ')}`);
    if (labs.length === 0) {
      assert.deepEqual(left, []);
    }
    assert.ok(fitting(labs[0]).includes(truth.kind), `${labs[0]?.state ?? 'nothing'} is there, and it says ${JSON.stringify(truth)}`);
    if (action.from === 'removed' && outcome !== 'done' && fault && !unknownEnd.includes(fault)) {
      assert.deepEqual(before, [], 'a start that failed leaves nothing');
    }
    if (action.from === 'second step' && outcome === 'done') {
      assert.equal(await this.directly((sessions) => this.inSide(sessions, 'cat /data/kept')), 'kept', 'what the volume held came back');
    }
    if (action.from !== 'removed') {
      assert.ok(await this.kept(), "the learner's file is gone");
    }
  }

  /** What a window says of the lab, and what there is. An engine may still be doing what it was asked last: then again. */
  private async look(): Promise<{ truth: SessionState; labs: RunningLab[] }> {
    for (let attempt = 1; ; attempt++) {
      const truth = await this.directly((sessions) => Promise.resolve(sessions.state(this.lab.identity)));
      const labs = await this.sessions.engine.findLabs(this.sessions.home.id);
      if (fitting(labs[0]).includes(truth.kind) || attempt === 10) {
        return { truth, labs };
      }
      await delay(500);
    }
  }

  /** Whether what the learner wrote is where it was, or in a copy of their folder. */
  private async kept(): Promise<boolean> {
    const { root, backups } = this.sessions.home;
    const copies = existsSync(backups) ? await readdir(backups, { recursive: true }) : [];
    const places = [path.join(root, 'two-steps', 'second.txt'), ...copies.filter((name) => name.endsWith('second.txt')).map((name) => path.join(backups, name))];
    const texts = await Promise.all(places.filter((place) => existsSync(place)).map((place) => readFile(place, 'utf8')));
    return texts.includes(mine);
  }
}

/** States that tell the truth of what is there. */
function fitting(lab: RunningLab | undefined): SessionState['kind'][] {
  const known = { running: 'ready', stopped: 'stopped', partial: 'failed' } as const;
  return lab ? [known[lab.state]] : ['absent', 'stopped'];
}

/** How something ended, in a word; what a person could not act on is a failure of the test. */
async function ending(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    assert.ok(isUserError(error), `not for people: ${error instanceof Error ? error.stack : String(error)}`);
    assert.ok(error.action && error.action.text !== '', `no next action: ${error.message}`);
    return error.code;
  }
}

async function orHang(work: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: 'it hangs' })), hangMs);
  });
  try {
    return await Promise.race([work, hang]);
  } finally {
    clearTimeout(timer);
  }
}
