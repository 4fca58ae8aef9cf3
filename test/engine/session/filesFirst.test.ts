import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useSessions } from './rig';

/** Says whose file it is and that its folders can be entered by anybody, and stays up. */
const serve = `stat -c '%U %a' "$0" >/tmp/seen
stat -c '%U %a' /opt/deep /opt/deep/down /tmp >>/tmp/seen
exec sleep infinity
`;

describe('the files of a lab', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('are in a service before its command begins, in folders made for them', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) =>
      yaml.replace('files:\n', [
        '  server: {image: ai-labs/test-base, command: [/opt/deep/down/serve.sh]}',
        'files:',
        '  - {from: environment/background.sh, to: /opt/deep/down/serve.sh, service: server, mode: "0755", owner: learner}',
        '  - {from: environment/background.sh, to: /tmp/serve.sh, service: server}', '',
      ].join('\n')),
    );
    await writeFile(path.join(lab.folder, 'environment/background.sh'), `#!/bin/sh\n${serve}`);
    const { sessions } = rig.open();
    await sessions.start(lab, rig.options());
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running);
    const { stdout } = await rig.behind.sh(running, 'until [ "$(wc -l </tmp/seen)" = 4 ]; do sleep 0.1; done; cat /tmp/seen; stat -c %a /tmp/serve.sh', { service: 'server' });
    assert.deepEqual(stdout.trim().split('\n'), ['learner 755', 'root 755', 'root 755', 'root 1777', '644']);
  });
});
