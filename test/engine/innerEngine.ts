import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { ResolvedImage, RunningLab } from '../../src/engines/engine';
import { askUntilAnswered, type EngineRig, type TestLab, type TestService, useEngine } from './harness';
import type { Subject } from './subject';

const images = path.resolve(__dirname, '../../labs/images');

const dockerfile = `FROM python:3.11-slim
COPY app.py /app/app.py
RUN useradd app
USER app
HEALTHCHECK --interval=2s CMD python3 -c "import urllib.request as u; u.urlopen('http://localhost:9000')"
EXPOSE 9000
CMD ["python3", "-m", "http.server", "9000", "--directory", "/app"]
`;

const asRoot = process.getuid?.() === 0;

/** The image that labs with an engine of their own run in. */
export async function innerEngineImage(rig: EngineRig): Promise<ResolvedImage> {
  const source = {
    kind: 'build' as const,
    name: 'ai-labs/podman',
    context: path.join(images, 'podman'),
    dockerfile: 'Dockerfile',
    args: {},
    images,
  };
  const [made] = await rig.engine.prepareImages([source], () => undefined);
  assert.ok(made);
  return made;
}

/** What `engine: true` promises, on every engine of the Docker adapter. */
export function enginesInside(subject: Subject): void {
  describe(`A container engine inside a lab: ${subject.name}`, function () {
    this.timeout(600_000);
    const rig = useEngine(subject);
    let image: ResolvedImage;
    const ours = asRoot ? undefined : { uid: process.getuid?.() ?? 1000, gid: process.getgid?.() ?? 1000 };

    before(async () => {
      image = await innerEngineImage(rig);
      await writeFile(path.join(rig.workspace, 'Dockerfile'), dockerfile);
      await writeFile(path.join(rig.workspace, 'app.py'), 'print("hello")\n');
    });

    const inner = (ports: string[], workspace: TestService['workspace'] = { owner: ours }): TestLab => ({
      services: { lab: { image, service: { user: 'learner', engine: true, ports }, workspace } },
    });

    const docker = async (lab: RunningLab, line: string): Promise<string> => {
      const { exitCode, stdout, stderr } = await rig.sh(lab, line, {
        user: 'learner',
        workingDir: '/workspace',
      });
      assert.equal(exitCode, 0, `${line}\n${stdout}\n${stderr}`);
      return stdout;
    };

    it('builds, runs, inspects and stops containers as the learner, without a network', async () => {
      await rig.withLab(inner([]), async (lab) => {
        assert.match(await docker(lab, 'docker images'), /debian +bookworm-slim[^]*|python +3\.11-slim/);
        assert.match(await docker(lab, 'docker run --rm debian:bookworm-slim id -u'), /^0$/m);
        await docker(lab, 'docker build -t x .');
        assert.match(await docker(lab, 'docker inspect x'), /urlopen/);
        await docker(lab, 'docker run -d --name web --network host x');
        assert.match(await docker(lab, 'docker ps'), /web/);
        await docker(
          lab,
          'for i in 1 2 3 4 5 6 7 8 9 10; do curl -sf localhost:9000/app.py && exit; sleep 0.5; done; exit 1',
        );
        await docker(lab, 'podman healthcheck run web');
        assert.match(await docker(lab, 'docker logs web 2>&1'), /GET \/app\.py/);
        assert.equal((await docker(lab, "docker inspect web --format '{{.State.Status}}'")).trim(), 'running');
        await docker(lab, 'docker stop -t 1 web');
        assert.doesNotMatch(await docker(lab, 'docker ps'), /web/);
        const pulled = await rig.sh(lab, 'docker pull nginx', { user: 'learner' });
        assert.notEqual(pulled.exitCode, 0);
      });
    });

    it('serves an inner container on a published port of the lab', async () => {
      await rig.withLab(inner(['9000']), async (lab) => {
        await docker(lab, 'docker build -q -t x . && docker run -d x');
        const { port } = await rig.engine.endpoint(lab, 'lab', 9000);
        const answer = await askUntilAnswered(port, '/app.py');
        assert.equal(answer, 'print("hello")\n');
      });
    });

    it('keeps its hardening: a user without capabilities, no engine socket, no host devices', async () => {
      await rig.withLab(inner([]), async (lab) => {
        assert.match(await docker(lab, 'grep CapEff /proc/self/status'), /0000000000000000/);
        await docker(lab, 'test ! -e /var/run/docker.sock && test ! -e /dev/fuse && test ! -e /dev/net/tun');
        const elsewhere = 'env | grep -i docker_host; find / -xdev -type s 2>/dev/null; cat /proc/net/unix | grep -i "docker\\|containerd"';
        assert.equal((await rig.sh(lab, elsewhere)).stdout, '', 'no socket of an engine in its files or its network');
        assert.match(await docker(lab, "docker info --format '{{.Host.Security.Rootless}}'"), /^true/m);
      });
    });

    if (asRoot) {
      it('works for a learner whose folder belongs to another uid', async () => {
        const folder = await rig.makeWorkspace('other', 1234);
        await writeFile(path.join(folder, 'Dockerfile'), dockerfile);
        await writeFile(path.join(folder, 'app.py'), 'print("hello")\n');
        await rig.withLab(inner([], { folder, owner: { uid: 1234, gid: 1234 } }), async (lab) => {
          assert.equal(await docker(lab, 'id -u'), '1234\n');
          await docker(lab, 'docker build -t x . && touch mine');
          assert.match(
            await docker(lab, 'docker run --rm -u 0 x stat -c "%u %a" /usr/bin/passwd'),
            /^0 4755$/m,
          );
        });
      });
    }

    it('is refused with a reason where the machine has no user namespaces to give', async () => {
      // A learner without ids to map stands for a kernel that forbids mapping them.
      const context = path.join(rig.folder, 'no-namespaces');
      await mkdir(context);
      await writeFile(
        path.join(context, 'Dockerfile'),
        'FROM ai-labs/podman\nRUN chmod 000 /usr/bin/newuidmap\n',
      );
      const source = {
        kind: 'build' as const,
        name: 'ai-labs/test-no-namespaces',
        context,
        dockerfile: 'Dockerfile',
        args: {},
        images,
      };
      const [crippled] = await rig.engine.prepareImages([source], () => undefined);
      try {
        const service = { user: 'learner', engine: true };
        await assert.rejects(rig.start({ services: { lab: { image: crippled, service } } }), {
          code: 'inner-engine-unavailable',
        });
        assert.deepEqual(await rig.leftovers(), []);
      } finally {
        await rig.behind.removeImages(['ai-labs/test-no-namespaces']);
      }
    });

    it('keeps images and what builds can reuse, over stop and start and when its container is made again', async () => {
      await rig.withLab(inner(['9000']), async (lab) => {
        const built = await docker(lab, 'docker build -t kept . && docker run -d --name c kept');
        assert.doesNotMatch(built, /Using cache/);
        await rig.engine.stop(lab);
        const again = await rig.engine.resume(lab, () => undefined);
        assert.match(await docker(again, 'docker images'), /localhost\/kept/);
        assert.match(await docker(again, 'docker ps -a'), /kept:latest/);
        await docker(again, 'docker start c && docker exec c true && docker rm -f -t 0 c');

        // Somebody else on its port is what makes the engine need another container.
        await rig.engine.stop(again);
        const thief = createServer().listen(lab.services[0]?.ports[0]?.host, '127.0.0.1');
        try {
          const other = await rig.engine.resume(again, () => undefined);
          assert.notEqual(other.services[0]?.container, lab.services[0]?.container);
          assert.match(await docker(other, 'docker build -t kept .'), /Using cache/);
          await docker(other, 'docker run -d kept');
          const { port } = await rig.engine.endpoint(other, 'lab', 9000);
          assert.equal(await askUntilAnswered(port, '/app.py'), 'print("hello")\n');
        } finally {
          thief.close();
        }
      });
    });
  });
}
