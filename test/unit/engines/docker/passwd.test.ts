import assert from 'node:assert/strict';
import { findAccount, withGroupId, withIds } from '../../../../src/engines/docker/workspace/passwd';

const passwd =
  'root:x:0:0:root:/root:/bin/bash\npostgres:x:1234:1234::/var/lib/postgresql:/bin/sh\nlearner:x:1000:1000::/home/learner:/bin/bash\n';

describe("An image's users", () => {
  it('are found by name and number', () => {
    const learner = { name: 'learner', uid: 1000, gid: 1000, home: '/home/learner' };
    assert.deepEqual(findAccount(passwd, 'learner'), learner);
    assert.deepEqual(findAccount(passwd, '1000'), learner);
    assert.deepEqual(findAccount(passwd, 'learner:staff'), learner);
    assert.equal(findAccount(passwd, 'nobody'), undefined);
    assert.equal(findAccount('', ''), undefined);
  });

  it('get other ids, shown under their own name even where another has the number', () => {
    const account = findAccount(passwd, 'learner');
    assert.ok(account);
    const changed = withIds(passwd, account, 1234, 77);
    assert.deepEqual(findAccount(changed, '1234'), {
      name: 'learner',
      uid: 1234,
      gid: 77,
      home: '/home/learner',
    });
    assert.equal(findAccount(changed, 'postgres')?.uid, 1234);
    assert.equal(changed.split('\n').length, passwd.split('\n').length);
  });

  it('keep their groups', () => {
    const group = 'root:x:0:\nlearner:x:1000:\nstaff:x:50:learner\n';
    assert.equal(withGroupId(group, 1000, 77), 'root:x:0:\nlearner:x:77:\nstaff:x:50:learner\n');
  });
});
