import assert from 'node:assert/strict';
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningLab } from '../../../src/engines/engine';
import { type TestLab, useEngine } from '../harness';
import type { Subject } from '../subject';

const asRoot = process.getuid?.() === 0;

export function learnersFolder(subject: Subject): void {
  describe("The learner's folder", function () {
    this.timeout(120_000);
    const rig = useEngine(subject);

    const learner = (
      folder: string,
      owner?: { uid: number; gid: number },
      service: Record<string, unknown> = {},
    ): TestLab => ({
      services: { lab: { service: { user: 'learner', ...service }, workspace: { folder, owner } } },
    });

    /** The learner writes there and here; each can change what the other wrote. */
    async function worksBothWays(lab: RunningLab, folder: string, uid: number): Promise<void> {
      const write = await rig.sh(lab, 'echo inside >inside.txt && mkdir -p sub && touch ~/.profile-of-mine', {
        user: 'learner',
      });
      assert.deepEqual(write, { exitCode: 0, stdout: '', stderr: '' });
      const { uid: writtenBy } = await stat(path.join(folder, 'inside.txt'));
      assert.equal(writtenBy, uid);
      assert.equal(
        (await rig.sh(lab, 'cat outside.txt && echo more >>outside.txt', { user: 'learner' })).stdout,
        'outside\n',
      );
      assert.equal(await readFile(path.join(folder, 'outside.txt'), 'utf8'), 'outside\nmore\n');
      assert.equal(
        (await rig.sh(lab, 'id -un; cd; pwd; stat -c %U .', { user: 'learner' })).stdout,
        'learner\n/home/learner\nlearner\n',
      );
    }

    async function folderOf(name: string, uid: number): Promise<string> {
      const folder = await rig.makeWorkspace(name, uid);
      await writeFile(path.join(folder, 'outside.txt'), 'outside\n', { mode: 0o644 });
      if (asRoot) {
        await chown(path.join(folder, 'outside.txt'), uid, uid);
      }
      return folder;
    }

    it('belongs to the learner where the ids agree', async () => {
      const folder = await folderOf('same', asRoot ? 1000 : (process.getuid?.() ?? 1000));
      const { uid, gid } = await stat(folder);
      await rig.withLab(learner(folder, { uid, gid }), (lab) => worksBothWays(lab, folder, uid));
    });

    if (asRoot) {
      it('makes the learner its owner where the ids differ, before anything runs', async () => {
        const folder = await folderOf('other', 1234);
        await rig.withLab(learner(folder, { uid: 1234, gid: 1234 }), async (lab) => {
          await worksBothWays(lab, folder, 1234);
          assert.equal(
            (await rig.sh(lab, 'id', { user: 'learner' })).stdout,
            'uid=1234(learner) gid=1234(learner) groups=1234(learner)\n',
          );
          assert.equal((await rig.sh(lab, 'stat -c "%u %a" /etc/passwd /etc/shadow')).stdout, '0 644\n0 640\n');
          await rig.engine.stop(lab);
          const again = await rig.engine.resume(lab, () => undefined);
          assert.equal((await rig.sh(again, 'id -u', { user: 'learner' })).stdout, '1234\n');
        });
      });

      it('is written by a main process under the owner too', async () => {
        const folder = await folderOf('main', 1234);
        const service = { command: ['sh', '-c', 'echo main >main.txt; sleep 600'] };
        await rig.withLab(learner(folder, { uid: 1234, gid: 1234 }, service), async (lab) => {
          await rig.sh(lab, 'for i in $(seq 50); do test -s main.txt && exit; sleep 0.1; done');
          assert.equal((await stat(path.join(folder, 'main.txt'))).uid, 1234);
          await worksBothWays(lab, folder, 1234);
        });
      });

      it('is the learner’s with a read-only root as well', async () => {
        const folder = await folderOf('readonly', 1234);
        await rig.withLab(learner(folder, { uid: 1234, gid: 1234 }, { read_only: true }), async (lab) => {
          assert.equal(
            (await rig.sh(lab, 'id -un; echo hi >new.txt', { user: 'learner' })).stdout,
            'learner\n',
          );
          assert.equal((await stat(path.join(folder, 'new.txt'))).uid, 1234);
          assert.notEqual((await rig.sh(lab, 'touch /etc/x')).exitCode, 0);
        });
      });

      it('is the learner’s also where their home is big, or holds the folder itself', async () => {
        const context = path.join(rig.folder, 'big-home');
        await mkdir(context);
        await writeFile(
          path.join(context, 'Dockerfile'),
          'FROM ai-labs/test-base\nUSER learner\nRUN head -c 70000000 /dev/zero >~/big\n',
        );
        const images = path.resolve(__dirname, '../../fixtures/images');
        const source = {
          kind: 'build' as const,
          name: 'ai-labs/test-big-home',
          context,
          dockerfile: 'Dockerfile',
          args: {},
          images,
        };
        const [big] = await rig.engine.prepareImages([source], () => undefined);
        const folder = await folderOf('in-home', 1234);
        await writeFile(path.join(folder, 'theirs'), 'x');
        await chown(path.join(folder, 'theirs'), 1000, 1000);
        const before = await stat(path.join(folder, 'theirs'));
        const workspace = { folder, target: '/home/learner/work', owner: { uid: 1234, gid: 1234 } };
        try {
          for (const image of [rig.image, big]) {
            await rig.withLab(
              { services: { lab: { image, service: { user: 'learner' }, workspace } } },
              async (lab) => {
                const owners = await rig.sh(lab, 'stat -c %u ~ ~/.bashrc ~/work/theirs $(ls ~/big)', {
                  user: 'learner',
                });
                assert.equal(owners.stdout, image === big ? '1234\n1234\n1000\n1234\n' : '1234\n1234\n1000\n');
              },
            );
          }
          const { uid, mtimeMs } = await stat(path.join(folder, 'theirs'));
          assert.deepEqual([uid, mtimeMs], [1000, before.mtimeMs], "the learner's own files are left alone");
        } finally {
          await rig.behind.removeImages(['ai-labs/test-big-home']);
        }
      });

      it('stays as it is where its owner is root', async () => {
        const folder = await folderOf('root', 0);
        await rig.withLab(learner(folder, { uid: 0, gid: 0 }), async (lab) => {
          assert.equal((await rig.sh(lab, 'id -u', { user: 'learner' })).stdout, '1000\n');
        });
      });
    }

    it('is read-only for services that only look', async () => {
      const services = {
        lab: { workspace: 'rw' as const },
        viewer: { workspace: 'ro' as const },
        apart: {},
      };
      await rig.withLab({ services }, async (lab) => {
        await rig.sh(lab, 'echo shared >/workspace/shared.txt');
        assert.equal(
          (await rig.sh(lab, 'cat /workspace/shared.txt', { service: 'viewer' })).stdout,
          'shared\n',
        );
        assert.notEqual((await rig.sh(lab, 'touch /workspace/no', { service: 'viewer' })).exitCode, 0);
        assert.notEqual((await rig.sh(lab, 'ls /workspace', { service: 'apart' })).exitCode, 0);
      });
    });

    it('is proven to be seen by the engine, without a trace', async () => {
      const folder = await rig.makeWorkspace('proof', 1000);
      await rig.withLab(learner(folder), async () => {
        assert.deepEqual(await readdir(folder), []);
      });
    });

    it('that the engine does not see is said, and nothing is made in its place', async () => {
      const folder = path.join(rig.folder, 'not-there');
      await assert.rejects(rig.start(learner(folder)), { code: 'workspace-not-visible' });
      await assert.rejects(stat(folder), { code: 'ENOENT' });
      assert.deepEqual(await rig.leftovers(), []);
    });

    if (!asRoot) {
      it('that cannot be written is said', async () => {
        const folder = path.join(rig.folder, 'locked', 'lab');
        await mkdir(folder, { recursive: true });
        await chmod(folder, 0o555);
        await assert.rejects(rig.start(learner(folder)), { code: 'workspace-not-writable' });
      });
    }
  });
}
