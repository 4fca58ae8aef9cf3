import assert from 'node:assert/strict';
import { useEngine } from '../harness';

describe('A lab on Docker', function () {
  this.timeout(60_000);
  const rig = useEngine();

  it('is created, found, used and removed', async () => {
    const lab = await rig.start({ services: { lab: { workspace: 'rw', service: { user: 'learner' } } }, labels: { digest: 'abc' } });
    const [found] = await rig.engine.findLabs(rig.home);
    assert.deepEqual(found, lab);
    const result = await rig.sh(lab, 'id -un; pwd; echo oops >&2; exit 3', { user: 'learner' });
    assert.deepEqual(result, { exitCode: 3, stdout: 'learner\n/workspace\n', stderr: 'oops\n' });
    await rig.engine.remove(lab);
    assert.deepEqual(await rig.leftovers(), []);
    assert.deepEqual(await rig.engine.findLabs(rig.home), []);
  });
});
