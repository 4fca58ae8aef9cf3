import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeFindings } from '../../../src/session/doctor/homeFindings';
import { Home } from '../../../src/session/home';

describe('what the doctor says of the labs’ folder', () => {
  it('is the same however many look at it at the same moment, and leaves nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-doctor-'));
    try {
      const home = new Home(folder);
      const looks = await Promise.all(Array.from({ length: 30 }, () => homeFindings(home)));
      assert.deepEqual(looks.flat().filter(({ id }) => id === 'home').map(({ severity }) => severity), looks.map(() => 'good'));
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
