import assert from 'node:assert/strict';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Engine, EngineItem, ImageSource, LabSpec, RestoreHooks, RunningLab, Snapshot } from '../../../src/engines/engine';
import { EngineProxy } from '../../fakes/engineProxy';
import { useEngine } from '../harness';
import type { Subject } from '../subject';

const quiet = (): undefined => undefined;
const hooks: RestoreHooks = { onProgress: quiet, leaving: async () => undefined, down: async () => undefined };
const terminal = { command: ['sh'], columns: 80, rows: 24 };

/** What the calls are about: a lab that runs, and things that are not there. */
interface Things {
  lab: RunningLab;
  spec: LabSpec;
  source: ImageSource;
  snapshot: Snapshot;
  item: EngineItem;
}

type Call = (engine: Engine, things: Things, signal?: AbortSignal) => Promise<unknown>;
type Calls = Omit<Engine, 'kind' | 'capabilities' | 'probe' | 'watch' | 'removeSnapshot' | 'undoFaults'>;

/** Every method that can be cancelled. One that the port gets and that is missing here does not compile. */
const calls: Record<keyof Calls, Call> = {
  planImages: (engine, { source }, signal) => engine.planImages([source], signal),
  prepareImages: (engine, { source }, signal) => engine.prepareImages([source], quiet, signal),
  describeImages: (engine, _, signal) => engine.describeImages(['debian:bookworm-slim'], signal),
  exportImages: async (engine, _, signal) => {
    for await (const piece of await engine.exportImages(['debian:bookworm-slim'], signal)) {
      assert.ok(piece.length > 0);
    }
  },
  importImages: (engine, _, signal) => engine.importImages(Readable.from([Buffer.alloc(10_240)], { objectMode: false }), signal),
  createLab: (engine, { spec }, signal) => engine.createLab(spec, quiet, signal),
  markReady: (engine, { lab }, signal) => engine.markReady(lab, signal),
  findLabs: (engine, { lab }, signal) => engine.findLabs(lab.home, signal),
  resume: (engine, { lab }, signal) => engine.resume(lab, quiet, signal),
  stop: (engine, { lab }, signal) => engine.stop(lab, signal),
  restartService: (engine, { lab }, signal) => engine.restartService(lab, 'lab', quiet, signal),
  applyFaults: (engine, { lab }, signal) => engine.applyFaults(lab, [{ kind: 'stop', service: 'lab' }], signal),
  remove: (engine, { lab }, signal) => engine.remove(lab, signal),
  exec: (engine, { lab }, signal) => engine.exec(lab, 'lab', { command: ['sleep', '60'] }, signal),
  openShell: (engine, { lab }, signal) => engine.openShell(lab, 'lab', terminal, signal),
  upload: (engine, { lab }, signal) =>
    engine.upload(lab, 'lab', [{ path: '/tmp/x', content: Buffer.from('x'), mode: 0o644, owner: 'root' }], signal),
  download: (engine, { lab }, signal) => engine.download(lab, 'lab', '/etc/passwd', 10, signal),
  readFolder: (engine, { lab }, signal) => engine.readFolder(lab, 'lab', '/etc/apt', 1_000_000, signal),
  reownFolder: (engine, { lab }, signal) => engine.reownFolder(lab, 'lab', { uid: 1000, gid: 1000 }, signal),
  resources: (engine, _, signal) => engine.resources(signal),
  logs: (engine, { lab }, signal) => engine.logs(lab, 'lab', { follow: true }, quiet, signal),
  endpoint: (engine, { lab }, signal) => engine.endpoint(lab, 'lab', 80, signal),
  inventory: (engine, _, signal) => engine.inventory(signal),
  removeImage: (engine, { item }, signal) => engine.removeImage(item, signal),
  snapshot: (engine, { lab }, signal) => engine.snapshot(lab, { name: 'step', limit: 1_000_000_000 }, signal),
  listSnapshots: (engine, { lab }, signal) => engine.listSnapshots(lab.home, lab.session, signal),
  restore: (engine, { lab, snapshot }, signal) => engine.restore(lab, snapshot, hooks, signal),
};

/** Those that may go on to their end once they have begun: half of them would be worse than either. */
const mayEnd = new Set<string>(['markReady', 'stop', 'remove']);
/** Those that an engine without snapshots refuses, with no question to cancel. */
const ofSnapshots = new Set<string>(['snapshot', 'restore']);
/** Those that are asked of a service, and so must say when the lab has it not. */
const ofService = ['exec', 'openShell', 'upload', 'download', 'readFolder', 'reownFolder', 'logs', 'endpoint', 'restartService', 'applyFaults'] as const;

export function everyMethod(subject: Subject): void {
  describe('Every method', function () {
    this.timeout(120_000);
    const rig = useEngine(subject);
    let things: Things;

    before(async () => {
      const lab = await rig.startShared({ services: { lab: { service: { ports: ['80'] } } } });
      things = {
        lab,
        spec: rig.spec(),
        source: { kind: 'pull', reference: 'debian:bookworm-slim' },
        snapshot: { id: '0'.repeat(12), lab: lab.lab, session: lab.session, home: lab.home, name: 'none', createdAt: lab.createdAt, bytes: 0 },
        item: { kind: 'image', id: `sha256:${'0'.repeat(64)}`, name: 'ai-labs/none:latest', inUse: false },
      };
    });

    for (const [name, call] of Object.entries(calls)) {
      it(`${name} does not begin where it is cancelled already`, async () => {
        await assert.rejects(call(rig.engine, things, AbortSignal.abort()), { name: 'CancelledError' });
      });

      it(`${name} can be cancelled in the middle, and leaves nothing`, async () => {
        const abort = new AbortController();
        let armed = false;
        const socket = path.join(rig.folder, `${name}.sock`);
        const proxy = new EngineProxy(socket, subject.socket, () => armed && abort.abort());
        await proxy.start();
        try {
          const engine = subject.create(socket);
          // Connected first: what is cancelled is the method itself.
          await engine.findLabs(rig.home);
          const other = name === 'remove' ? await rig.start() : things.lab;
          if (ofSnapshots.has(name) && !engine.capabilities.snapshots) {
            await assert.rejects(call(engine, things, abort.signal), { code: 'engine-lacks' });
            return;
          }
          armed = true;
          const outcome = await call(engine, { ...things, lab: other }, abort.signal).then(
            () => 'done',
            (error: Error) => error.name,
          );
          assert.ok(outcome === 'CancelledError' || (outcome === 'done' && mayEnd.has(name)), `${name}: ${outcome}`);
          assert.ok(abort.signal.aborted, 'it asked the engine something');
          if (name === 'remove') {
            await rig.engine.remove(other);
          }
          // Whatever was done of it is done or undone: the lab is whole, or can be made so.
          await rig.engine.undoFaults(things.lab);
          await rig.engine.resume(things.lab, quiet);
          assert.equal((await rig.sh(things.lab, 'echo well')).stdout, 'well\n');
          const sessions = (await rig.engine.findLabs(rig.home)).map(({ session }) => session);
          assert.deepEqual(sessions, [things.lab.session]);
          assert.deepEqual(await rig.engine.listSnapshots(rig.home), []);
        } finally {
          proxy.kill();
        }
      });
    }

    for (const name of ofService) {
      it(`${name} says when the lab has no such service`, async () => {
        const other = { ...things.lab, services: things.lab.services.map((service) => ({ ...service, name: 'other' })) };
        await assert.rejects(calls[name](rig.engine, { ...things, lab: other }), { code: 'service-missing' }, name);
      });
    }

    it('probe tells what is there, and one that is not there', async () => {
      const status = await rig.engine.probe();
      assert.ok(status.usable && status.version && status.os === 'linux');
      const none = await subject.create(path.join(rig.folder, 'nothing.sock')).probe();
      assert.ok(!none.usable && none.error.action);
      assert.equal(none.error.code, `engine-${none.reason}`);
    });
  });
}
