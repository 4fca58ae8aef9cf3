import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CodeBlock } from '../curriculum/codeBlock';
import { parseInstructions } from '../curriculum/instructions';
import type { Lab } from '../curriculum/lab';
import { terminalService } from '../curriculum/lab';
import { substitute, type Variables } from '../curriculum/variables';
import type { Sessions, SessionView } from '../session/api';
import { GuideTerminal } from './guideTerminal';

/** Milliseconds in which a block must end that others follow. */
const limitMs = 180_000;

/** Plays the pages of a lab's guide: saves what is to be saved and types what is to be run, in their order. */
export class GuideRun {
  private readonly terminals = new Map<string, GuideTerminal>();
  private readonly failed: string[] = [];

  constructor(
    private readonly sessions: Sessions,
    private readonly lab: Lab,
    private readonly onProgress: (message: string) => void,
    private readonly signal?: AbortSignal,
  ) {}

  /** `page`: relative to the lab's folder. Returns what did not go as a guide must, a sentence each. */
  async play(page: string): Promise<string[]> {
    const view = this.sessions.view(this.lab.identity);
    if (!view) {
      throw new Error(`The lab ${this.lab.identity} is not known`);
    }
    const variables = guideVariables(view);
    const text = await readFile(path.join(this.lab.folder, page), 'utf8');
    const blocks = parseInstructions(text).blocks.filter((block) => block.test);
    for (const terminal of this.terminals.values()) {
      await terminal.free();
    }
    this.failed.length = 0;
    const differences: string[] = [];
    for (const [index, block] of blocks.entries()) {
      this.onProgress(`${page}:${block.line}`);
      const content = substitute(block.text, variables);
      if (block.saveAs !== undefined) {
        await save(view.folder, block.saveAs, content);
      }
      if (block.run) {
        const problem = await this.type(block, content, blocks.slice(index + 1));
        if (problem) {
          differences.push(`${page}:${block.line}: ${problem}`);
          return differences;
        }
      }
    }
    return differences;
  }

  /** Blocks of the last page that ended with an exit code other than 0, a sentence each: no fault by itself. */
  get failures(): readonly string[] {
    return this.failed;
  }

  /** Whether a block was left running, such as a server in the foreground. */
  get stays(): boolean {
    return [...this.terminals.values()].some(({ busy }) => busy);
  }

  dispose(): void {
    this.terminals.forEach((terminal) => terminal.dispose());
    this.terminals.clear();
  }

  private async type(block: CodeBlock, content: string, later: readonly CodeBlock[]): Promise<string | undefined> {
    const service = this.serviceOf(block);
    const terminal = await this.terminal(service);
    const next = later.find((each) => each.run && this.serviceOf(each) === service);
    const mayStay = next === undefined || next.interrupt;
    const outcome = await terminal.run(content, { interrupt: block.interrupt, mayStay, limitMs, signal: this.signal });
    const first = content.trim().split('\n')[0] ?? '';
    if (!outcome.ended) {
      return mayStay
        ? undefined
        : `\`${first}\` still runs after ${limitMs / 1000} s, and the block in line ${next.line} would be typed into it. Let that one say \`interrupt\`, or this one run in the background.${last(outcome.output)}`;
    }
    if (outcome.exitCode !== 0) {
      this.failed.push(`\`${first}\` ended with ${outcome.exitCode}.${last(outcome.output)}`);
    }
    return outcome.exitCode === 127 || outcome.exitCode === 126
      ? `\`${first}\` ended with ${outcome.exitCode}: a command that is not there, or cannot be run.${last(outcome.output)}`
      : undefined;
  }

  private serviceOf(block: CodeBlock): string {
    return block.service ?? terminalService(this.lab.definition);
  }

  private async terminal(service: string): Promise<GuideTerminal> {
    let terminal = this.terminals.get(service);
    if (!terminal) {
      const shell = await this.sessions.openShell(this.lab.identity, { service, columns: 120, rows: 40, signal: this.signal });
      terminal = new GuideTerminal(shell);
      this.terminals.set(service, terminal);
    }
    return terminal;
  }
}

function last(output: string): string {
  const lines = output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length === 0 ? '' : ` Its last words: ${lines.slice(-4).join(' | ')}`;
}

/** As the editor puts them in, with addresses of this machine. */
function guideVariables(view: SessionView): Variables {
  return Object.fromEntries([
    ['workspace', view.lab.definition.workspace],
    ...Object.entries(view.inputs).map(([name, value]) => [`input.${name}`, value]),
    ...view.ports.flatMap(({ service, container, host }) => [
      [`port.${service}.${container}`, String(host)],
      [`url.${service}.${container}`, `http://127.0.0.1:${host}`],
    ]),
  ]) as Variables;
}

/** The file belongs to whom the learner's folder belongs to, as if their editor had written it. */
async function save(folder: string, relative: string, content: string): Promise<void> {
  const file = path.join(folder, relative);
  const { uid, gid } = await stat(folder);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  if (process.getuid?.() === 0) {
    await chown(file, uid, gid);
  }
}
