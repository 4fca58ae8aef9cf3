import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable';
import type { Summary } from '../../progress/summary';
import type { CheckResults, CheckRun, KnownResult, RunEvent } from '../checkResults';
import { labTestId, targetOf } from './testIds';
import type { TestItems } from './testItems';
import type { Place } from './testOutput';
import { essence, look, report } from './testReport';

/** Shows in the Testing view what was checked elsewhere: by the guide, a command, a save, another window, the command line. */
export class TestMirror implements Disposable {
  /** What is shown of each check: its essence, its look, and when the journal got it. */
  private readonly shown = new Map<string, { essence: string; look: string; at?: string }>();
  private readonly runs = new Map<CheckRun, vscode.TestRun>();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly items: TestItems,
    private readonly results: CheckResults,
    private readonly place: (lab: string) => Place | undefined,
  ) {}

  /** A run that the view itself asked for is shown in the run that VS Code made for it. */
  adopt(run: CheckRun, shownAs: vscode.TestRun): void {
    this.runs.set(run, shownAs);
  }

  /**
   * A run of this window. Of one that the view did not ask for only what the view does not show already: VS Code keeps some
   * kilobytes of every run it is given for as long as the window is open, and most runs change nothing.
   */
  hear(event: RunEvent): void {
    const { run } = event;
    if (event.kind === 'began') {
      return;
    }
    if (event.kind === 'ended') {
      const shownAs = this.runs.get(run);
      this.runs.delete(run);
      if (run.reason !== 'testing') {
        shownAs?.end();
      }
      return;
    }
    const item = this.find(run.lab, event.kind === 'result' ? event.result.checkId : event.check);
    if (!item) {
      return;
    }
    if (event.kind === 'started') {
      if (run.reason === 'testing') {
        this.runs.get(run)?.started(item);
      }
    } else if (run.reason === 'testing' || this.shown.get(item.id)?.look !== look(event.result)) {
      const shownAs = this.runs.get(run) ?? this.show([item], run.reason === 'watch');
      this.runs.set(run, shownAs);
      this.tell(shownAs, item, event.result, this.shown.get(item.id)?.at);
    }
  }

  /** What the journal knows and the view does not: what was before it was opened, and what others did since. */
  catchUp(labs: readonly string[], { labs: progress }: Summary): void {
    for (const lab of labs) {
      if (this.results.isRunning(lab)) {
        continue;
      }
      const top = this.items.find(labTestId(lab));
      const news = (top ? this.items.checks([top]) : []).flatMap((item) => {
        const check = targetOf(item.id)?.check ?? '';
        const at = progress[lab]?.checks[check]?.at;
        const known = this.results.known(lab, check, progress[lab]);
        return known && at !== undefined && this.isNews(item, known, at) ? [{ item, known, at }] : this.forget(item, at);
      });
      if (news.length > 0) {
        const run = this.show(news.map(({ item }) => item), true);
        news.forEach(({ item, known, at }) => this.tell(run, item, known, at));
        run.end();
      }
    }
  }

  private isNews(item: vscode.TestItem, known: KnownResult, at: string): boolean {
    const before = this.shown.get(item.id);
    if (before && before.at !== at && before.essence === essence(known)) {
      this.shown.set(item.id, { ...before, at });
    }
    return before?.at !== at && before?.essence !== essence(known);
  }

  /** A lab that was reset has results of another life. */
  private forget(item: vscode.TestItem, at: string | undefined): never[] {
    if (at === undefined && this.shown.delete(item.id)) {
      this.controller.invalidateTestResults(item);
    }
    return [];
  }

  private tell(run: vscode.TestRun, item: vscode.TestItem, result: KnownResult, at: string | undefined): void {
    report(run, item, result, this.place(targetOf(item.id)?.lab ?? ''));
    this.shown.set(item.id, { essence: essence(result), look: look(result), at });
  }

  /** A run that opens nothing and takes no focus. What nobody asked for is not kept among the runs of before. */
  private show(items: vscode.TestItem[], unasked: boolean): vscode.TestRun {
    const request = new vscode.TestRunRequest(items, undefined, undefined, unasked, true);
    return this.controller.createTestRun(request, undefined, !unasked);
  }

  private find(lab: string, check: string): vscode.TestItem | undefined {
    const top = this.items.find(labTestId(lab));
    return top && this.items.checks([top]).find(({ id }) => targetOf(id)?.check === check);
  }

  dispose(): void {
    this.runs.forEach((run) => run.end());
    this.runs.clear();
  }
}
