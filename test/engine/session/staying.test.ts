import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stayingLogLimit } from '../../../src/session/start/scriptPrograms';
import { useSessions } from './rig';

/** Prints 8 MB, says how that went, and stays. */
const flood = `echo started
i=0
while [ $i -lt 80 ]; do head -c 100000 /dev/zero | tr '\\0' x; echo; i=$((i + 1)); done
echo "$$" >/var/flooded
exec sleep infinity
`;

describe('a script of a lab that stays up and prints without end', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('fills no disk, and goes on where one is full', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) =>
      yaml
        .replace('    user: learner\n', '    user: learner\n    tmpfs: ["/tmp:size=4m"]\n')
        .replace('files:\n', '  full: {image: ai-labs/test-base, command: [sleep, infinity], tmpfs: ["/tmp:size=128k"]}\nfiles:\n')
        .replace('setup:\n', 'setup:\n  - {run: environment/background.sh, wait: false}\n  - {run: environment/background.sh, wait: false, service: full}\n'),
    );
    await writeFile(path.join(lab.folder, 'environment/background.sh'), flood);
    const { sessions } = rig.open();
    await sessions.start(lab, rig.options());
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    for (const service of ['lab', 'full']) {
      const inside = async (line: string): Promise<string> => (await rig.behind.sh(running, line, { service })).stdout.trim();
      while ((await inside('cat /var/flooded 2>/dev/null')) === '') {
        await delay(100);
      }
      const [size, first, stays] = (await inside('stat -c %s /tmp/ai-labs-background.sh.log; head -n1 /tmp/ai-labs-background.sh.log; kill -0 "$(cat /var/flooded)" && echo stays')).split('\n');
      assert.ok(Number(size) < stayingLogLimit + 100_000, `${size} bytes in ${service}`);
      assert.deepEqual([first, stays], ['started', 'stays']);
    }
  });
});
