import * as vscode from 'vscode';
import * as path from 'node:path';
import { DisposableStore } from '../common/disposable';
import { plainOutput } from '../common/plainOutput';
import type { CheckResults } from './checkResults';
import { learnerPath } from './guide/guideLinks';
import type { LabFacts } from './labFacts';
import type { LazyCore } from './lazyCore';

/** What checks found at a line of the learner's own files, in Problems. */
export class LearnerProblems implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection('aiLabs.checks'));
  private readonly shown = new Map<string, vscode.Uri[]>();

  constructor(
    private readonly lazy: LazyCore,
    private readonly results: CheckResults,
    private readonly facts: LabFacts,
  ) {
    this.store.add(results.onDidChange((lab) => this.update(lab)));
    this.store.add(facts.onDidChange(() => void this.overtake()));
  }

  /** What another window or the command line found since takes the place of what was found here. */
  private async overtake(): Promise<void> {
    const labs = this.results.labs();
    if (labs.length > 0) {
      const { summary } = await this.facts.read();
      labs.forEach((lab) => this.results.overtake(lab, summary.labs[lab]));
    }
  }

  private update(lab: string): void {
    const folder = this.lazy.current?.sessions.view(lab)?.folder;
    if (folder === undefined) {
      return;
    }
    const found = new Map<string, vscode.Diagnostic[]>();
    for (const result of this.results.all(lab)) {
      for (const { passed, file, line, criterion, expected, found: actual } of result.criteria) {
        const relative = file === undefined ? undefined : learnerPath(file);
        if (passed || relative === undefined || result.verdict !== 'failed') {
          continue;
        }
        const at = Math.max((line ?? 1) - 1, 0);
        const diagnostic = new vscode.Diagnostic(
          new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
          plainOutput(sentence(criterion, expected, actual)),
          vscode.DiagnosticSeverity.Warning,
        );
        diagnostic.source = 'AI Labs';
        diagnostic.code = result.checkId;
        const name = path.join(folder, relative);
        found.set(name, [...(found.get(name) ?? []), diagnostic]);
      }
    }
    for (const uri of this.shown.get(lab) ?? []) {
      if (!found.has(uri.fsPath)) {
        this.collection.delete(uri);
      }
    }
    this.shown.set(lab, [...found.keys()].map((name) => vscode.Uri.file(name)));
    for (const [name, diagnostics] of found) {
      this.collection.set(vscode.Uri.file(name), diagnostics);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

function sentence(criterion: string, expected: string | undefined, actual: string | undefined): string {
  if (expected === undefined || actual === undefined) {
    return criterion;
  }
  return vscode.l10n.t('{0}: expected {1}, found {2}', criterion, expected, actual);
}
