import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { useEngine } from '../harness';

describe('A lab whose host ports were taken while it was stopped', function () {
  this.timeout(120_000);
  const rig = useEngine();

  it('keeps its files however often that happens, in one layer on its own image', async () => {
    const first = await rig.start({ services: { lab: { service: { ports: ['8080'] } } } });
    const layers = async (): Promise<number> => {
      const [container] = await rig.docker.listContainers({ all: true, filters: { label: [`ai-labs.session=${first.session}`, 'ai-labs.service=lab'] } });
      return (await rig.docker.getImage(container?.ImageID ?? '').inspect()).RootFS.Layers?.length ?? 0;
    };
    const images = async (): Promise<number> => (await rig.docker.listImages({ all: true, filters: { label: [`ai-labs.session=${first.session}`] } })).length;
    let lab = first;
    try {
      const before = await layers();
      // Something new that is somebody's, something gone, and later something gone that came in between.
      await rig.sh(lab, 'rm -r /etc/skel; echo 0 >/etc/kept; chown 1000 /etc/kept; touch /etc/between');
      for (const round of [1, 2, 3]) {
        const port = lab.services[0]?.ports[0]?.host ?? 0;
        await rig.engine.stop(lab);
        const taken = createServer().listen(port, '127.0.0.1');
        await once(taken, 'listening');
        lab = await rig.engine.resume(lab, () => undefined).finally(() => taken.close());
        assert.notEqual(lab.services[0]?.ports[0]?.host, port);
        const { stdout } = await rig.sh(lab, `cat /etc/kept; stat -c %u /etc/kept; for f in /etc/skel /etc/between; do test -e $f && echo $f; done; rm -f /etc/between; echo ${round} >/etc/kept`);
        assert.equal(stdout, `${round - 1}\n1000\n${round === 1 ? '/etc/between\n' : ''}`, `round ${round}`);
        assert.deepEqual([await layers(), await images()], [before + 1, 1], `round ${round}`);
      }
    } finally {
      await rig.engine.remove(lab);
    }
    assert.equal(await images(), 0);
  });
});
