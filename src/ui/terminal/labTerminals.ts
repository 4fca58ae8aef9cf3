import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { Lab } from '../../curriculum/lab';
import type { TerminalRecords } from './terminalRecords';

export interface TerminalProgram {
  /** Absolute path of our own command line. */
  script: string;
  home: string;
  dockerHost?: string;
  /** Catalogs beside the built-in one. */
  catalogs: string[];
}

/**
 * The learner's terminals: real VS Code terminals whose process is our own command line, so that VS Code keeps them
 * over a reload and over a crash of the extension host. One a lab; after a reload they are known again by process id.
 */
export class LabTerminals implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly terminals = new Map<string, vscode.Terminal>();
  private readonly recognised: Promise<void>;

  constructor(
    private readonly records: TerminalRecords,
    private readonly program: () => TerminalProgram,
  ) {
    this.store.add(vscode.window.onDidCloseTerminal((terminal) => this.forget(terminal)));
    this.recognised = this.recognise();
  }

  /** Shows the lab's terminal, opening it where there is none. `focus` false leaves the cursor where it is. */
  async show(lab: Lab, options: { focus: boolean; service?: string }): Promise<vscode.Terminal> {
    const terminal = (await this.living(lab, options.service)) ?? this.open(lab, options.service);
    terminal.show(!options.focus);
    return terminal;
  }

  /** Types text into the lab's terminal and presses Enter, as a learner would; `interrupt` presses Ctrl-C before. */
  async type(lab: Lab, text: string, options: { service?: string; interrupt?: boolean } = {}): Promise<void> {
    const terminal = await this.show(lab, { focus: false, service: options.service });
    if (options.interrupt) {
      terminal.sendText('\u0003', false);
    }
    terminal.sendText(text.replace(/\s+$/, ''), true);
  }

  /** The terminal of the lab, or of one of its other services, where one is open and its shell lives. */
  private async living(lab: Lab, service?: string): Promise<vscode.Terminal | undefined> {
    await this.recognised;
    const terminal = this.terminals.get(keyOf(lab, service));
    if (terminal?.exitStatus === undefined) {
      return terminal;
    }
    terminal.dispose();
    return undefined;
  }

  private open(lab: Lab, service?: string): vscode.Terminal {
    const { script, home, dockerHost, catalogs } = this.program();
    const terminal = vscode.window.createTerminal({
      name: terminalName(lab, service),
      iconPath: new vscode.ThemeIcon('beaker'),
      shellPath: process.execPath,
      shellArgs: [script, 'shell', lab.identity, ...(service ? ['--service', service] : [])],
      env: {
        ELECTRON_RUN_AS_NODE: '1',
        AI_LABS_HOME: home,
        AI_LABS_CATALOGS: catalogs.length > 0 ? catalogs.join(path.delimiter) : null,
        AI_LABS_DOCKER_HOST: dockerHost ?? null,
      },
    });
    const key = keyOf(lab, service);
    this.terminals.set(key, terminal);
    void this.remember(key, terminal);
    return terminal;
  }

  private async remember(key: string, terminal: vscode.Terminal): Promise<void> {
    const pid = await terminal.processId;
    if (pid !== undefined) {
      const others = this.records.read().filter((record) => record.key !== key && record.pid !== pid);
      await this.records.write([...others, { key, name: terminal.name, pid }]);
    }
  }

  private async recognise(): Promise<void> {
    const records = this.records.read();
    if (records.length === 0) {
      return;
    }
    await Promise.all(
      vscode.window.terminals.map(async (terminal) => {
        const pid = await terminal.processId;
        const record = records.find((candidate) => candidate.pid === pid && candidate.name === terminal.name);
        if (record && !this.terminals.has(record.key)) {
          this.terminals.set(record.key, terminal);
        }
      }),
    );
  }

  private forget(terminal: vscode.Terminal): void {
    for (const [key, known] of this.terminals) {
      if (known === terminal) {
        this.terminals.delete(key);
        void this.records.write(this.records.read().filter((record) => record.key !== key));
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
