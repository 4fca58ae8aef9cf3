import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { isUserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { CheckResults } from '../checkResults';
import type { Failures } from '../failures';
import type { LabChecker } from '../labChecker';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { contextKeys } from '../commandIds';
import { signalOf } from '../progress';
import type { TerminalProgram } from '../terminal/terminalEnvironment';
import type { CheckOnSave } from '../watch/checkOnSave';
import { rehearseProcess } from './rehearsalProcess';
import { tellRehearsal, write } from './rehearsalRun';
import { labTestId, targetOf } from './testIds';
import { TestItems } from './testItems';
import { TestMirror } from './testMirror';
import { brokenBelow, testModels } from './testModel';
import type { Place } from './testOutput';
import { shortWords } from './testReport';

export interface TestingParts {
  lazy: LazyCore;
  facts: LabFacts;
  results: CheckResults;
  checker: LabChecker;
  watch: CheckOnSave;
  failures: Failures;
  /** Folders this window shows. */
  folders: () => string[];
  /** Our own command line. */
  program: () => TerminalProgram;
}

/** What the Testing view shows and does, once somebody looks at it. */
export class LabTests implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly items: TestItems;
  private readonly mirror: TestMirror;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly parts: TestingParts,
  ) {
    this.items = new TestItems(controller);
    this.mirror = this.store.add(new TestMirror(controller, this.items, parts.results, (lab) => this.place(lab)));
    this.store.add(parts.results.onDidRun((event) => this.mirror.hear(event)));
    this.store.add(parts.facts.onDidChange(() => void this.refresh()));
  }

  /** Brings the rows and their results up to date. */
  async update(): Promise<void> {
    const { facts, lazy, results } = this.parts;
    const { labs, summary } = await facts.read();
    const { sessions } = await lazy.get();
    const started = sessions.all().map(({ lab }) => lab);
    const authored = labs.filter((lab) => this.isAuthored(lab));
    // Where a lab is written, its own files are what the author wants to see, not the copy that runs.
    const shown = [...authored, ...started.filter(({ identity }) => !authored.some((lab) => lab.identity === identity))];
    const models = testModels({
      labs: shown,
      isAuthored: (lab) => this.isAuthored(lab),
      verdictOf: (lab, check) => results.known(lab, check, summary.labs[lab])?.verdict,
      words: shortWords(),
    });
    this.items.update(models);
    void vscode.commands.executeCommand('setContext', contextKeys.brokenTests, models.flatMap(brokenBelow));
    this.mirror.catchUp(shown.map(({ identity }) => identity), summary);
  }

  /** Runs what was chosen in the view; a continuous run goes on by itself until it is ended there. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous) {
      this.watchFor(request, token);
      return;
    }
    const run = this.controller.createTestRun(request);
    const { signal, dispose } = signalOf(token);
    try {
      const asked = this.items.checks(request.include, request.exclude);
      asked.forEach((item) => run.enqueued(item));
      for (const [lab, items] of byLab(asked)) {
        if (!signal.aborted) {
          await this.runLab(run, lab, items, signal);
        }
      }
    } finally {
      dispose();
      run.end();
    }
  }

  /** Rehearses the labs of what was chosen, one after the other; what is shown is of the checks that were chosen. */
  async rehearse(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const { signal, dispose } = signalOf(token);
    try {
      const { labs } = await this.parts.facts.read();
      for (const [identity, items] of byLab(this.items.checks(request.include, request.exclude))) {
        const folder = labs.find((lab) => lab.identity === identity && this.isAuthored(lab))?.folder;
        const row = this.items.find(labTestId(identity));
        if (folder === undefined || !row || signal.aborted) {
          continue;
        }
        items.forEach((item) => run.started(item));
        const { rehearsed, said } = await rehearseProcess(this.parts.program(), folder, signal, (line) => write(run, `${line}\n`));
        if (rehearsed) {
          tellRehearsal(run, row, items, rehearsed);
        } else {
          items.forEach((item) => run.skipped(item));
          if (!signal.aborted) {
            run.errored(row, new vscode.TestMessage(said));
          }
        }
      }
    } catch (error) {
      this.parts.failures.show('Rehearse', error);
    } finally {
      dispose();
      run.end();
    }
  }

  private async runLab(run: vscode.TestRun, lab: string, items: readonly vscode.TestItem[], signal: AbortSignal): Promise<void> {
    try {
      await this.parts.checker.test(lab, items.map(checkOf), (own) => this.mirror.adopt(own, run), signal);
    } catch (error) {
      if (isUserError(error)) {
        // What was not checked is not shown as if it had been.
        items.forEach((item) => run.skipped(item));
        run.appendOutput(`${error.message}\r\n`);
      }
      this.parts.failures.show('Run checks', error);
    }
  }

  private watchFor({ include, exclude }: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const inclusion = this.parts.watch.include((lab) =>
      this.items.checks(include, exclude).filter(({ id }) => targetOf(id)?.lab === lab).map(checkOf));
    this.store.add(inclusion);
    this.store.add(token.onCancellationRequested(() => inclusion.dispose()));
  }

  private async refresh(): Promise<void> {
    await this.parts.failures.guard('Show checks', () => this.update());
  }

  private isAuthored(lab: Lab): boolean {
    return this.parts.folders().some((folder) => lab.folder.startsWith(folder + path.sep));
  }

  private place(lab: string): Place | undefined {
    const view = this.parts.lazy.current?.sessions.view(lab);
    return view && { folder: view.folder, workspace: view.lab.definition.workspace };
  }

  dispose(): void {
    this.store.dispose();
  }
}

function checkOf({ id }: vscode.TestItem): string {
  return targetOf(id)?.check ?? '';
}

function byLab(items: readonly vscode.TestItem[]): Map<string, vscode.TestItem[]> {
  const labs = new Map<string, vscode.TestItem[]>();
  for (const item of items) {
    const lab = targetOf(item.id)?.lab ?? '';
    labs.set(lab, [...(labs.get(lab) ?? []), item]);
  }
  return labs;
}
