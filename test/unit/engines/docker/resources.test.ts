import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { superseded } from '../../../../src/engines/docker/images/ownImages';
import { userNamespaces } from '../../../../src/engines/docker/inventory/resources';

describe('Whether a kernel allows user namespaces', () => {
  let root = '';
  beforeEach(async () => (root = await mkdtemp(path.join(tmpdir(), 'ai-labs-proc-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function kernel(switches: Record<string, string>): Promise<boolean | undefined> {
    for (const [name, value] of Object.entries(switches)) {
      const file = path.join(root, 'proc/sys', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `${value}\n`);
    }
    return userNamespaces(root);
  }

  it('is what none of its switches denies', async () => {
    assert.equal(await kernel({}), undefined);
    assert.equal(await kernel({ 'user/max_user_namespaces': '63000' }), true);
    assert.equal(await kernel({ 'kernel/unprivileged_userns_clone': '1', 'kernel/apparmor_restrict_unprivileged_userns': '0' }), true);
  });

  for (const [name, value] of [
    ['user/max_user_namespaces', '0'], ['kernel/unprivileged_userns_clone', '0'], ['kernel/apparmor_restrict_unprivileged_userns', '1'],
  ] as const) {
    it(`is not where ${name} is ${value}`, async () => {
      assert.equal(await kernel({ 'user/max_user_namespaces': '63000', [name]: value }), false);
    });
  }
});

describe('Old builds of images', () => {
  const image = (id: string, tags: string[], day: number): { id: string; tags: string[]; labels: Record<string, string>; createdAt: string } =>
    ({ id, tags, labels: {}, createdAt: `2026-01-0${day}T00:00:00Z` });

  it('are all of a name but the one that is called latest, else the newest; and what has no name', () => {
    const old = superseded([
      image('a1', ['ai-labs/a:111'], 3), image('a2', ['ai-labs/a:222', 'ai-labs/a:latest'], 1),
      image('b1', ['ai-labs/b:111'], 1), image('b2', ['ai-labs/b:222'], 2),
      image('lost', [], 4),
    ]);
    assert.deepEqual([...old].sort(), ['a1', 'b1', 'lost']);
  });
});
