import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningLab } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import type { Subject } from '../subject';

export function commandsAndFiles(subject: Subject): void {
  describe('Commands in a service', function () {
    this.timeout(120_000);
    const rig = useEngine(subject);
    let lab: RunningLab;
    before(
      async () => (lab = await rig.startShared({ services: { lab: { environment: { GREETING: 'hello' } } } })),
    );

    it('say how they ended', async () => {
      assert.equal((await rig.sh(lab, 'exit 0')).exitCode, 0);
      assert.equal((await rig.sh(lab, 'exit 42')).exitCode, 42);
      assert.equal((await rig.sh(lab, 'kill -TERM $$')).exitCode, 143);
      assert.equal((await rig.sh(lab, 'kill -KILL $$')).exitCode, 137);
    });

    it('run as whom, where and with what was asked', async () => {
      const { stdout } = await rig.sh(lab, 'id -un; pwd; echo $GREETING $EXTRA', {
        user: 'learner',
        workingDir: '/tmp',
        environment: { EXTRA: 'a b' },
      });
      assert.equal(stdout, 'learner\n/tmp\nhello a b\n');
      assert.match((await rig.sh(lab, 'id -u', { user: '4242:4242' })).stdout, /^4242$/m);
    });

    it('say when they cannot be run at all', async () => {
      const { exitCode } = await rig.sh(lab, '', { command: ['no-such-command'] });
      assert.ok(exitCode === 126 || exitCode === 127, String(exitCode));
    });

    it('read their input to its end, from bytes and from a stream', async () => {
      const bytes = Buffer.alloc(3 * 1024 * 1024, 'x');
      const digest = createHash('sha256').update(bytes).digest('hex');
      assert.equal((await rig.sh(lab, 'sha256sum', { stdin: bytes })).stdout.split(' ')[0], digest);
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 100_000) {
          yield bytes.subarray(at, at + 100_000);
          await delay(1);
        }
      }
      assert.equal((await rig.sh(lab, 'sha256sum', { stdin: pieces() })).stdout.split(' ')[0], digest);
      assert.equal((await rig.sh(lab, 'cat', { stdin: Buffer.alloc(0) })).stdout, '');
    });

    it('may end without reading their input', async () => {
      const { exitCode } = await rig.sh(lab, 'exit 5', { stdin: Buffer.alloc(20 * 1024 * 1024) });
      assert.equal(exitCode, 5);
    });

    it('pass on big output as it comes, both streams apart', async () => {
      const size = { out: 0, err: 0 };
      const { exitCode } = await rig.engine.exec(lab, 'lab', {
        command: ['sh', '-c', 'head -c 50000000 /dev/zero; head -c 1000000 /dev/zero >&2'],
        onStdout: (chunk) => (size.out += chunk.length),
        onStderr: (chunk) => (size.err += chunk.length),
      });
      assert.deepEqual([exitCode, size], [0, { out: 50_000_000, err: 1_000_000 }]);
    });

    it('stay quiet for as long as they like', async () => {
      assert.deepEqual(await rig.sh(lab, 'sleep 3; echo done'), { exitCode: 0, stdout: 'done\n', stderr: '' });
    });

    it('can be let go of', async () => {
      const abort = new AbortController();
      const running = rig.engine.exec(
        lab,
        'lab',
        { command: ['sh', '-c', 'echo up; sleep 60'], onStdout: () => abort.abort() },
        abort.signal,
      );
      await assert.rejects(running, { name: 'CancelledError' });
      await assert.rejects(rig.engine.exec(lab, 'lab', { command: ['true'] }, AbortSignal.abort()), {
        name: 'CancelledError',
      });
    });

    it('say nothing about how they ended when the container died under them', async () => {
      for (const how of ['kill', 'remove'] as const) {
        await rig.withLab({}, async (other) => {
          const container = other.services[0]?.container ?? '';
          let kill: Promise<unknown> | undefined;
          const { exitCode } = await rig.engine.exec(other, 'lab', {
            command: ['sh', '-c', 'echo up; sleep 60'],
            onStdout: () => {
              kill ??= how === 'kill' ? rig.behind.kill(container) : rig.behind.remove(container);
            },
          });
          await kill;
          assert.equal(exitCode, undefined, how);
          await assert.rejects(rig.sh(other, 'true'), { code: 'service-not-running' });
        });
      }
    });

    it('are refused with a reason while the container is paused', async () => {
      await rig.withLab({}, async (other) => {
        if (!rig.engine.capabilities.pauses) {
          await assert.rejects(rig.behind.pause(other.services[0]?.container ?? ''));
          return;
        }
        await rig.behind.pause(other.services[0]?.container ?? '');
        await assert.rejects(rig.sh(other, 'true'), { code: 'service-not-running' });
      });
    });
  });

  describe('Files in a service', function () {
    this.timeout(60_000);
    const rig = useEngine(subject);

    it('are written with mode and owner, also on a tmpfs and with a read-only root', async () => {
      const services = { lab: { service: { read_only: true, tmpfs: ['/tmp'] } } };
      await rig.withLab({ services }, async (lab) => {
        const binary = Buffer.from([0, 1, 2, 255, 10, 13, 0]);
        await rig.engine.upload(lab, 'lab', [
          {
            path: "/run/ai-labs/it's/a b.txt",
            content: Buffer.from('text without newline'),
            mode: 0o640,
            owner: 'learner',
          },
          { path: '/tmp/deep/er/bin', content: binary, mode: 0o755, owner: 'root' },
          { path: '/tmp/empty', content: Buffer.alloc(0), mode: 0o600, owner: '4242' },
          { path: '/tmp/marker', content: Buffer.from('AI_LABS_END\n'), mode: 0o644, owner: 'root' },
        ]);
        const { stdout } = await rig.sh(
          lab,
          `stat -c '%a %U %u %s' "/run/ai-labs/it's/a b.txt" /tmp/deep/er/bin /tmp/empty /tmp/marker`,
        );
        assert.equal(stdout, '640 learner 1000 20\n755 root 0 7\n600 UNKNOWN 4242 0\n644 root 0 12\n');
        assert.deepEqual(await rig.engine.download(lab, 'lab', '/tmp/deep/er/bin', 100), binary);
        assert.deepEqual(await rig.engine.download(lab, 'lab', '/tmp/deep/er/bin', 2), binary.subarray(0, 2));
      });
    });

    it('are big or many without trouble', async () => {
      await rig.withLab({}, async (lab) => {
        const big = Buffer.alloc(8 * 1024 * 1024, 'big');
        const many = Array.from({ length: 200 }, (_, index) => ({
          path: `/tmp/many/${index}`,
          content: Buffer.from(`${index}`),
          mode: 0o644,
          owner: 'root',
        }));
        await rig.engine.upload(lab, 'lab', [
          { path: '/tmp/big', content: big, mode: 0o644, owner: 'root' },
          ...many,
        ]);
        assert.equal(
          (await rig.sh(lab, 'sha256sum </tmp/big')).stdout.split(' ')[0],
          createHash('sha256').update(big).digest('hex'),
        );
        assert.equal((await rig.sh(lab, 'ls /tmp/many | wc -l')).stdout.trim(), '200');
      });
    });

    it('say why they cannot be written or read', async () => {
      await rig.withLab({}, async (lab) => {
        const file = { path: '/etc/x', content: Buffer.from('x'), mode: 0o644, owner: 'nobody-like-that' };
        await assert.rejects(rig.engine.upload(lab, 'lab', [file]), {
          code: 'upload-failed',
          message: /nobody-like-that/,
        });
        await assert.rejects(rig.engine.download(lab, 'lab', '/not/there', 10), { code: 'file-unreadable' });
      });
    });
  });
}
