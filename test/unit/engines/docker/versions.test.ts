import assert from 'node:assert/strict';
import { compareApi, negotiate, newestApi } from '../../../../src/engines/docker/connect/client';
import { splitReference } from '../../../../src/engines/docker/images/pull';
import { uploadScript } from '../../../../src/engines/docker/exec/files';

describe('The version of the API', () => {
  it('is compared by numbers', () => {
    assert.equal(compareApi('1.9', '1.41'), -1);
    assert.equal(compareApi('1.41', '1.41'), 0);
    assert.equal(compareApi('2.0', '1.41'), 1);
  });

  it('is the older of both', () => {
    assert.equal(negotiate('1.41'), '1.41');
    assert.equal(negotiate('9.99'), newestApi);
  });
});

describe('An image reference', () => {
  it('is split at its tag', () => {
    assert.deepEqual(splitReference('redis'), { image: 'redis', tag: 'latest' });
    assert.deepEqual(splitReference('registry:5000/a/b'), { image: 'registry:5000/a/b', tag: 'latest' });
    assert.deepEqual(splitReference('registry:5000/a/b:1'), { image: 'registry:5000/a/b', tag: '1' });
    assert.deepEqual(splitReference('a@sha256:1'), { image: 'a@sha256:1' });
  });
});

describe('The script that writes files', () => {
  it('quotes whatever a path contains', () => {
    const script = uploadScript([
      { path: "/tmp/it's $HOME/a", content: Buffer.from('x'), mode: 0o600, owner: 'learner' },
    ]);
    assert.match(script, /mkdir -p '\/tmp\/it'\\''s \$HOME'/);
    assert.match(script, /chmod 600 /);
  });
});
