import assert from 'node:assert/strict';
import { lstat, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useEngine } from '../harness';

describe('what a container\'s root left in the learner\'s folder', function () {
  this.timeout(120_000);
  const rig = useEngine();

  it('is given back though the lab does not run; links are not followed, and nothing of it stays on the engine', async () => {
    const outside = path.join(rig.folder, 'outside');
    await writeFile(outside, '');
    const lab = await rig.startShared({ services: { lab: { workspace: 'rw' }, other: {} } });
    await rig.sh(lab, 'mkdir -m 700 /workspace/left && echo secret >/workspace/left/file && chmod 600 /workspace/left/file');
    await symlink(outside, path.join(rig.workspace, 'left', 'link'));
    await rig.engine.stop(lab);
    const before = await rig.leftovers();
    const owner = { uid: 1234, gid: 1234 };
    await rig.engine.reownFolder(lab, 'lab', owner);
    for (const name of ['left', 'left/file', 'left/link']) {
      const { uid, gid } = await lstat(path.join(rig.workspace, name));
      assert.deepEqual({ uid, gid }, owner, name);
    }
    assert.equal((await stat(outside)).uid, process.getuid?.());
    await rig.engine.reownFolder(lab, 'other', { uid: 5, gid: 5 });
    assert.equal((await lstat(path.join(rig.workspace, 'left'))).uid, 1234, 'a service without the folder has nothing to give');
    assert.deepEqual(await rig.leftovers(), before);
  });
});
