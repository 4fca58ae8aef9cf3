import { writeStamp } from '../session/running/terminalStamp';
import { type Command, exit, text } from './command';
import { openLab } from './labs';
import { Quiet } from './quiet';

/**
 * `ai-labs shell`: the learner's terminal inside a lab. VS Code runs it as the process of the lab's terminal, so that
 * the editor itself keeps it over reloads. Ends with the shell's own exit code; where the lab was stopped under it that is
 * no failure, which VS Code would tell of with this process's whole command line.
 */
export const shell: Command = {
  name: 'shell',
  parameters: 'LAB [--service S]',
  summary: 'Opens a terminal inside a running lab.',
  options: { service: { type: 'string' } },
  help: { service: 'another service than the one the lab says' },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const { stdin, stdout } = process;
    const opened = await core.sessions.openShell(entry.identity, {
      service: text(values, 'service'), columns: stdout.columns ?? 80, rows: stdout.rows ?? 24,
    });
    const used = (): void => core.sessions.used(entry.identity);
    // Windows check anew what a command may have changed. A home that cannot be written is complained of elsewhere.
    const quiet = new Quiet(() => void writeStamp(core.home, { lab: entry.identity, pid: process.pid, at: Date.now() }).catch(() => undefined));
    const notices = core.sessions.onNotice(({ message }) => stdout.write(`\r\n${message}\r\n`));
    const output = opened.onData((chunk) => {
      quiet.output();
      used();
      stdout.write(chunk);
    });
    const onInput = (chunk: Buffer): void => {
      quiet.input(chunk);
      used();
      opened.write(chunk);
    };
    const onResize = (): void => {
      // A size that cannot be set leaves the old one; the shell itself goes on.
      opened.resize(stdout.columns, stdout.rows).catch((error: unknown) => context.output.error(String(error)));
    };
    if (stdin.isTTY) {
      stdin.setRawMode(true);
    }
    stdin.on('data', onInput);
    stdout.on('resize', onResize);
    context.signal.addEventListener('abort', () => opened.dispose(), { once: true });
    try {
      const code = await opened.exited;
      if (code === undefined) {
        context.output.error('\r\nThe lab went away under this terminal. Start it again to go on; your files are still there.\r');
        return exit.good;
      }
      return code;
    } finally {
      quiet.dispose();
      stdin.off('data', onInput);
      stdout.off('resize', onResize);
      if (stdin.isTTY) {
        stdin.setRawMode(false);
      }
      stdin.pause();
      output.dispose();
      notices.dispose();
      opened.dispose();
    }
  },
};
