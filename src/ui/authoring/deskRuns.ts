import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { UserError } from '../../common/errors';
import { Emitter } from '../../common/event';
import { type CheckResult, isOurFault } from '../../common/verdict';
import type { Lab } from '../../curriculum/lab';
import { terminalEnvironment } from '../terminal/terminalEnvironment';
import { withLateProgress } from '../progress';
import type { DeskParts } from './desk';
import type { OpenLabs } from './openLabs';

/** Commands of CodeLenses. They take what only a lens knows, so no palette offers them. */
export const deskCommands = {
  runCheck: 'aiLabs.desk.runCheck',
  apply: 'aiLabs.desk.apply',
  rehearse: 'aiLabs.desk.rehearse',
} as const;

/** What an author tried and how it came out. */
export interface Tried {
  running: boolean;
  result?: CheckResult;
}

/** Tries what an author just wrote on the running lab: one check, or a solution. Nothing of it counts as a learner's work. */
export class DeskRuns implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<string>());
  private readonly tried = new Map<string, Tried>();

  /** Fires with the folder of a lab of which something was tried. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly parts: DeskParts,
    private readonly labs: OpenLabs,
  ) {
    const { failures } = parts;
    const command = (id: string, what: (folder: string, subject: string) => Promise<void>): void => {
      this.store.add(vscode.commands.registerCommand(id, (folder: string, subject: string) => failures.guard(id, () => what(folder, subject))));
    };
    command(deskCommands.runCheck, (folder, check) => this.runCheck(folder, check));
    command(deskCommands.apply, (folder, script) => this.apply(folder, script));
    command(deskCommands.rehearse, (folder) => this.rehearse(folder));
    this.store.add(labs.onDidClose(({ folder }) => {
      [...this.tried.keys()].filter((key) => key.startsWith(`${folder}#`)).forEach((key) => this.tried.delete(key));
    }));
  }

  /** How a check of a lab came out when it was tried last; undefined where it was not. */
  of(folder: string, check: string): Tried | undefined {
    return this.tried.get(`${folder}#${check}`);
  }

  private async runCheck(folder: string, check: string): Promise<void> {
    const author = await this.saved(folder);
    const { sessions } = await this.parts.lazy.get();
    const cancel = new AbortController();
    const before = this.of(folder, check)?.result;
    this.note(folder, check, { running: true, result: before });
    let result: CheckResult | undefined;
    try {
      const work = sessions.check(author.identity, { check, author, signal: cancel.signal, onResult: (each) => (result = each.checkId === check ? each : result) });
      await withLateProgress(vscode.l10n.t('Checking {0}', check), cancel, work);
    } finally {
      this.note(folder, check, { running: false, result });
    }
    if (result) {
      this.log(author, result);
    }
  }

  private async apply(folder: string, script: string): Promise<void> {
    const author = await this.saved(folder);
    const { sessions } = await this.parts.lazy.get();
    const cancel = new AbortController();
    const work = sessions.applySolution(author.identity, script, { author, signal: cancel.signal });
    const { exitCode, output } = await withLateProgress(vscode.l10n.t('Applying {0}', script), cancel, work);
    this.parts.log.info(`${author.identity} ${script} ended with ${exitCode ?? 'no exit code'}\n${output}`);
    if (exitCode !== 0) {
      throw new UserError(vscode.l10n.t('{0} ended with {1}.', script, exitCode ?? '?'), {
        code: 'solution-failed',
        detail: output,
        action: { label: vscode.l10n.t('Show Log'), text: vscode.l10n.t('The log has what it printed.'), command: 'aiLabs.showLog' },
      });
    }
    void vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is applied to the running lab.', script), 5000);
  }

  /** In a terminal of its own: it takes minutes, and its report is to be read. */
  private async rehearse(folder: string): Promise<void> {
    await save(folder);
    const program = this.parts.program();
    const name = vscode.l10n.t('Rehearse {0}', path.basename(folder));
    const execution = new vscode.ProcessExecution(process.execPath, [program.script, 'rehearse', folder], { cwd: folder, env: terminalEnvironment(program) });
    const task = new vscode.Task({ type: 'aiLabs.rehearse', folder }, vscode.TaskScope.Workspace, name, 'AI Labs', execution, []);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: false, panel: vscode.TaskPanelKind.Dedicated, clear: true };
    await vscode.tasks.executeTask(task);
  }

  /** The lab as it lies in its folder, once everything that was typed is saved there: containers get files. */
  private async saved(folder: string): Promise<Lab> {
    await save(folder);
    const file = vscode.Uri.file(path.join(folder, 'lab.yaml'));
    const current = await this.labs.current(file);
    if (!current?.look.lab) {
      throw new UserError(vscode.l10n.t('lab.yaml has mistakes, so nothing of it can run.'), {
        code: 'broken-lab',
        action: { label: vscode.l10n.t('Show Problems'), text: vscode.l10n.t('Mend them first.'), command: 'workbench.actions.view.problems' },
      });
    }
    return current.look.lab;
  }

  private note(folder: string, check: string, tried: Tried): void {
    this.tried.set(`${folder}#${check}`, tried);
    this.changed.fire(folder);
  }

  private log({ identity }: Lab, { checkId, verdict, durationMs, message, output }: CheckResult): void {
    const text = `${identity} ${checkId}, as written: ${verdict} in ${Math.round(durationMs)} ms${message ? `\n${message}` : ''}${output ? `\n${output}` : ''}`;
    if (isOurFault(verdict)) {
      this.parts.log.warn(text);
    } else {
      this.parts.log.info(text);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** Saves what was typed into a lab's files. */
async function save(folder: string): Promise<void> {
  const unsaved = vscode.workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath.startsWith(folder + path.sep));
  for (const document of unsaved) {
    await document.save();
  }
}
