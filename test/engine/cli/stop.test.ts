import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Home } from '../../../src/session/home';
import { anyWindow, Presence } from '../../../src/session/idle/presence';

const cli = path.resolve(__dirname, '../../../dist/cli.js');

describe('ai-labs stop --all --unless-open', function () {
  this.timeout(60_000);
  let home: Home;

  before(async () => (home = new Home(await mkdtemp(path.join(tmpdir(), 'ai-labs-stop-')))));
  after(() => rm(home.root, { recursive: true, force: true }));

  async function stop(): Promise<string> {
    return (await promisify(execFile)(process.execPath, [cli, 'stop', '--all', '--unless-open', '0', '--home', home.root])).stdout.trim();
  }

  it('leaves labs running while a window is open, and takes no crashed one for open', async () => {
    const presence = new Presence(home.windows);
    await presence.announce();
    assert.equal(await anyWindow(home.windows), false, 'without a home there is nothing to be present for');
    await home.make();
    await presence.announce();
    await presence.announce();
    assert.equal((await readdir(home.windows)).length, 1);
    assert.match(await stop(), /A window is open/);

    presence.leave();
    await writeFile(path.join(home.windows, 'crashed.json'), JSON.stringify({ pid: 1, host: 'x', boot: 'y', start: 'z' }).slice(0, 20));
    assert.match(await stop(), /No lab runs/);
    assert.deepEqual(await readdir(home.windows), []);
  });
});
