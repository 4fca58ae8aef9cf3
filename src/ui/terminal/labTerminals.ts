import * as vscode from 'vscode';
import { sleep } from '../../common/cancellation';
import { DisposableStore } from '../../common/disposable';
import { Emitter } from '../../common/event';
import type { Lab } from '../../curriculum/lab';
import { terminalEnvironment, type TerminalProgram } from './terminalEnvironment';
import { isAlive, type TerminalRecords } from './terminalRecords';

/** What VS Code was started with is not what its settings say. */
const unset = { AI_LABS_CATALOGS: null, AI_LABS_DOCKER_HOST: null, AI_LABS_DOCKER_CONTEXT: null };

/** A program needs a moment to end, and a shell drops what is typed while it takes note of Ctrl-C (ms). */
const interruptTime = 500;

/** In a terminal opened less long ago nothing runs yet that had to be ended, and Ctrl-C would end the shell's own start (ms). */
const openingTime = 5000;

/** After a reload VS Code brings terminals back some seconds after the extensions; then they are not made twice (ms). */
const returnTime = 15_000;

/**
 * The learner's terminals: real VS Code terminals whose process is our own command line, so that VS Code keeps them
 * over a reload and over a crash of the extension host. One a lab; after a reload they are known again by process id.
 */
export class LabTerminals implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly recognised = this.store.add(new Emitter<string>());
  private readonly terminals = new Map<string, vscode.Terminal>();
  private readonly openedAt = new WeakMap<vscode.Terminal, number>();

  constructor(
    private readonly records: TerminalRecords,
    private readonly program: () => TerminalProgram,
  ) {
    this.store.add(vscode.window.onDidOpenTerminal((terminal) => void this.recognise(terminal)));
    this.store.add(vscode.window.onDidCloseTerminal((terminal) => this.forget(terminal)));
    vscode.window.terminals.forEach((terminal) => void this.recognise(terminal));
  }

  /** Shows the lab's terminal, opening it where there is none. `focus` false leaves the cursor where it is. */
  async show(lab: Lab, options: { focus: boolean; service?: string }): Promise<vscode.Terminal> {
    const key = keyOf(lab, options.service);
    const terminal = this.living(key) ?? (await this.returning(key)) ?? this.open(lab, options.service);
    terminal.show(!options.focus);
    return terminal;
  }

  /** Types text into the lab's terminal and presses Enter, as a learner would; `interrupt` presses Ctrl-C before. */
  async type(lab: Lab, text: string, options: { service?: string; interrupt?: boolean } = {}): Promise<void> {
    const terminal = await this.show(lab, { focus: false, service: options.service });
    if (options.interrupt && Date.now() - (this.openedAt.get(terminal) ?? 0) > openingTime) {
      terminal.sendText('\u0003', false);
      await sleep(interruptTime);
    }
    terminal.sendText(text.replace(/\s+$/, ''), true);
  }

  /** How many are open. */
  get count(): number {
    return this.terminals.size;
  }

  /** Whether a process is that of one of these terminals. */
  async owns(pid: number): Promise<boolean> {
    for (const terminal of this.terminals.values()) {
      if ((await terminal.processId) === pid) {
        return true;
      }
    }
    return false;
  }

  /** The terminal, where one is open and its shell lives. */
  private living(key: string): vscode.Terminal | undefined {
    const terminal = this.terminals.get(key);
    if (terminal?.exitStatus === undefined) {
      return terminal;
    }
    this.terminals.delete(key);
    terminal.dispose();
    return undefined;
  }

  /** The terminal of before a reload, which VS Code is about to bring back. */
  private returning(key: string): Promise<vscode.Terminal | undefined> {
    const record = this.records.find((each) => each.key === key);
    if (!record || !isAlive(record.pid)) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve(this.living(key));
      };
      const timer = setTimeout(end, returnTime);
      const listener = this.store.add(this.recognised.event((found) => (found === key ? end() : undefined)));
    });
  }

  private open(lab: Lab, service?: string): vscode.Terminal {
    const program = this.program();
    const terminal = vscode.window.createTerminal({
      name: terminalName(lab, service),
      iconPath: new vscode.ThemeIcon('beaker'),
      shellPath: process.execPath,
      shellArgs: [program.script, 'shell', lab.identity, ...(service ? ['--service', service] : [])],
      env: { ...unset, ...terminalEnvironment(program) },
    });
    const key = keyOf(lab, service);
    this.terminals.set(key, terminal);
    this.openedAt.set(terminal, Date.now());
    void this.remember(key, terminal);
    return terminal;
  }

  private async remember(key: string, terminal: vscode.Terminal): Promise<void> {
    const pid = await terminal.processId;
    if (pid !== undefined) {
      await this.records.add(key, pid);
    }
  }

  private async recognise(terminal: vscode.Terminal): Promise<void> {
    const pid = await terminal.processId;
    const record = this.records.find((each) => each.pid === pid);
    if (record && !this.terminals.has(record.key)) {
      this.terminals.set(record.key, terminal);
      this.recognised.fire(record.key);
    }
  }

  private forget(terminal: vscode.Terminal): void {
    for (const [key, known] of this.terminals) {
      if (known === terminal) {
        this.terminals.delete(key);
        // The window goes away, its terminals do not.
        if (terminal.exitStatus?.reason !== vscode.TerminalExitReason.Shutdown) {
          void this.records.remove(key);
        }
      }
    }
  }

  /** Terminals outlive the extension on purpose. */
  dispose(): void {
    this.store.dispose();
  }
}

export function terminalName(lab: Lab, service?: string): string {
  return service
    ? vscode.l10n.t('Lab: {0} ({1})', lab.definition.title, service)
    : vscode.l10n.t('Lab: {0}', lab.definition.title);
}

/** One terminal a lab, and one for each other service a guide types into. */
function keyOf(lab: Lab, service?: string): string {
  return `${lab.identity}#${service ?? ''}`;
}
