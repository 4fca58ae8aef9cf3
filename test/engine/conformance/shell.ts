import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningLab, Shell } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import type { Subject } from '../subject';

/** Colours, titles and modes of a terminal. */
const escapes = new RegExp('\\u001b(\\][^\\u0007]*\\u0007|\\[[0-9;?]*[a-zA-Z])', 'g');

/** Collects what a terminal shows and waits for a text in it. */
class Screen {
  text = '';
  constructor(readonly shell: Shell) {
    shell.onData((chunk) => (this.text += chunk.toString()));
  }

  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const match = pattern.exec(this.text.replace(escapes, ''));
      if (match) {
        return match;
      }
      await delay(50);
    }
    throw new Error(`The terminal does not show ${pattern}: ${JSON.stringify(this.text)}`);
  }
}

export function terminals(subject: Subject): void {
  describe('A terminal in a service', function () {
    this.timeout(60_000);
    const rig = useEngine(subject);
    let lab: RunningLab;
    before(async () => (lab = await rig.startShared()));

    const open = async (columns = 80, rows = 24): Promise<Screen> =>
      new Screen(
        await rig.engine.openShell(lab, 'lab', {
          command: ['bash'],
          user: 'learner',
          workingDir: '/tmp',
          environment: { TERM: 'xterm-256color' },
          columns,
          rows,
        }),
      );

    it('shows the prompt, takes input, knows its size and ends with an exit code', async () => {
      const screen = await open(123, 45);
      await screen.shows(/learner@lab:\/tmp\$ /);
      screen.shell.write('echo "size $(stty size) $TERM"\r');
      await screen.shows(/size 45 123 xterm-256color/);
      await screen.shell.resize(99, 11);
      screen.shell.write('echo "now $(stty size)"\r');
      await screen.shows(/now 11 99/);
      screen.shell.write('exit 7\r');
      assert.equal(await screen.shell.exited, 7);
      await screen.shell.resize(10, 10);
      screen.shell.write('late');
      screen.shell.dispose();
    });

    it('passes Ctrl-C on', async () => {
      const screen = await open();
      screen.shell.write('sleep 60 || echo "ended $?"\r');
      await screen.shows(/\$ sleep 60/);
      await delay(300);
      screen.shell.write('\x03');
      await screen.shows(/\^C/);
      screen.shell.write('echo still here\r');
      await screen.shows(/\rstill here/);
      screen.shell.write('exit\r');
      await screen.shell.exited;
    });

    it('takes its programs with it when it is closed', async () => {
      const screen = await open();
      screen.shell.write('sleep 4321 & sleep 4322\r');
      await screen.shows(/sleep 4322/);
      const running = async (): Promise<string> =>
        (await rig.sh(lab, 'cat /proc/[0-9]*/cmdline | tr "\\0" " "; true')).stdout;
      for (let attempt = 0; attempt < 50 && !/sleep 4322/.test(await running()); attempt++) {
        await delay(50);
      }
      screen.shell.dispose();
      for (let attempt = 0; attempt < 100 && /sleep 432/.test(await running()); attempt++) {
        await delay(50);
      }
      assert.doesNotMatch(await running(), /sleep 432|bash/);
    });

    it('ends without an exit code when the container dies', async () => {
      await rig.withLab({}, async (other) => {
        const shell = await rig.engine.openShell(other, 'lab', { command: ['bash'], columns: 80, rows: 24 });
        const screen = new Screen(shell);
        await screen.shows(/# /);
        await rig.behind.kill(other.services[0]?.container ?? '');
        assert.equal(await shell.exited, undefined);
      });
    });

    it('is refused with a reason where nothing runs', async () => {
      const gone = {
        ...lab,
        services: lab.services.map((service) => ({ ...service, container: 'f'.repeat(64) })),
      };
      await assert.rejects(rig.engine.openShell(gone, 'lab', { command: ['bash'], columns: 80, rows: 24 }), {
        code: 'service-not-running',
      });
    });
  });
}
