import { setTimeout as delay } from 'node:timers/promises';
import { throwIfAborted } from '../common/cancellation';
import type { Shell } from '../engines/engine';

/** How a block of a guide came out: its exit code, or that it was still running. */
export type BlockOutcome = { ended: true; exitCode: number; output: string } | { ended: false; output: string };

export interface BlockOptions {
  /** Press Ctrl-C before. */
  interrupt: boolean;
  /** It may go on running, as a server in the foreground does: then it is enough that it has become quiet. */
  mayStay: boolean;
  /** Milliseconds after which a block that must end has not. */
  limitMs: number;
  signal?: AbortSignal;
}

/** Milliseconds without output after which a block that may stay is taken to be at work. */
const quietMs = 4000;
/** Milliseconds a shell is given to end what Ctrl-C was pressed for: as in the editor. */
const interruptMs = 500;
/** What is kept of a block's output, in characters. */
const kept = 20_000;

/**
 * A terminal that types the blocks of a guide as its Run button does, line for line into the lab's own shell. Behind
 * each block it types one more line, which says the exit code; a block that reads its standard input swallows it and
 * is found still running, as a learner would find it.
 */
export class GuideTerminal {
  private output = '';
  private lastOutput = 0;
  private typed = 0;
  private ended = false;
  private running = false;

  constructor(private readonly shell: Shell) {
    shell.onData((chunk) => {
      this.output = (this.output + chunk.toString('utf8')).slice(-kept);
      this.lastOutput = performance.now();
    });
    void shell.exited.then(() => (this.ended = true));
  }

  /** Whether a block of before still runs in it. */
  get busy(): boolean {
    return this.running;
  }

  async run(text: string, { interrupt, mayStay, limitMs, signal }: BlockOptions): Promise<BlockOutcome> {
    // Before the first block nothing runs, and Ctrl-C could end the shell while it starts.
    if (interrupt && this.typed > 0 && !this.ended) {
      this.shell.write('\u0003');
      await delay(interruptMs);
    }
    const name = `AI_LABS_BLOCK_${++this.typed}`;
    // In two pieces, so that the echo of the line is not taken for what it prints.
    const [head, tail] = [name.slice(0, 8), name.slice(8)];
    this.output = '';
    const since = performance.now();
    this.lastOutput = since;
    this.shell.write(`${text.replace(/\s+$/, '').replace(/\n/g, '\r')}\r`);
    this.shell.write(`printf '\\n%s%s:%s:\\n' ${head} ${tail} "$?"\r`);
    for (;;) {
      throwIfAborted(signal);
      const said = new RegExp(`${name}:(\\d+):`).exec(this.output);
      if (said) {
        this.running = false;
        return { ended: true, exitCode: Number(said[1]), output: this.output.slice(0, said.index) };
      }
      if (this.ended) {
        return { ended: true, exitCode: 0, output: this.output };
      }
      const now = performance.now();
      if ((mayStay && now - this.lastOutput > quietMs) || now - since > limitMs) {
        this.running = true;
        return { ended: false, output: this.output };
      }
      await delay(50);
    }
  }

  /** Ends what a page left running: on the next one its reader would have ended it. */
  async free(): Promise<void> {
    if (this.running) {
      this.shell.write('\u0003');
      await delay(interruptMs);
      this.running = false;
    }
  }

  dispose(): void {
    this.shell.dispose();
  }
}
