import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable';
import type { Verdict } from '../common/verdict';
import type { ActiveLab } from './activeLab';
import { isUp } from './activeLab';
import { commandIds, contextKeys } from './commandIds';
import { downText } from './downText';
import type { LabFacts } from './labFacts';
import type { LazyCore } from './lazyCore';
import { stepStanding, type StepStanding } from './stepStanding';
import { verdictWords } from './verdictWords';

/** Shapes that differ, as a status bar has no colours of its own to tell them by. */
const signs: Readonly<Record<Verdict, string>> = {
  passed: 'pass', failed: 'error', errored: 'warning', timedOut: 'watch', skipped: 'debug-step-over', blocked: 'circle-slash',
};

/** A status bar cuts what does not fit, and what matters comes last. */
function shorten(title: string): string {
  return title.length > 40 ? `${title.slice(0, 39).trimEnd()}…` : title;
}

/** The running lab in the status bar, and the context key that says how many run. */
export class StatusBar implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private running?: number;

  constructor(
    private readonly lazy: LazyCore,
    private readonly facts: LabFacts,
    private readonly active: ActiveLab,
  ) {
    this.item = this.store.add(vscode.window.createStatusBarItem('aiLabs.status', vscode.StatusBarAlignment.Left, 10));
    this.item.name = vscode.l10n.t('AI Labs');
    this.item.command = commandIds.labMenu;
    this.store.add(facts.onDidChange(() => this.changed()));
    this.store.add(active.onDidChange(() => this.update()));
  }

  /** What is known at once; what has to be read anew, such as a lab's completion, a moment later. */
  private changed(): void {
    this.update();
    if (this.facts.current) {
      // A reading that fails is told of by the views that show it.
      this.facts.read().then(() => this.update(), () => undefined);
    }
  }

  private update(): void {
    const running = (this.lazy.current?.sessions.all() ?? []).filter(isUp).length;
    if (running !== this.running) {
      this.running = running;
      void vscode.commands.executeCommand('setContext', contextKeys.running, running);
    }
    const view = this.active.view;
    if (!view) {
      this.item.hide();
      return;
    }
    const { steps } = view.lab.definition;
    const title = shorten(view.lab.definition.title);
    const at = steps.findIndex(({ id }) => id === view.currentStep);
    const progress = this.facts.current?.summary.labs[view.lab.identity];
    const state = this.facts.current?.state(view.lab.identity) ?? view.state;
    const completed = steps.every(({ id }) => progress?.steps[id] !== undefined);
    const place = completed ? vscode.l10n.t('complete') : `${at + 1}/${steps.length}`;
    switch (state.kind) {
      case 'preparing':
      case 'starting':
        this.show('loading~spin', vscode.l10n.t('Starting {0}', title), state.message);
        break;
      case 'checking':
        this.show('loading~spin', vscode.l10n.t('Checking {0}', title), steps[at]?.title);
        break;
      case 'stopping':
        this.show('loading~spin', vscode.l10n.t('Stopping {0}', title), undefined);
        break;
      case 'failed':
        this.show('warning', downText(state.down) ?? title, title);
        break;
      default: {
        const step = completed ? undefined : steps[at];
        this.show(completed ? 'pass' : 'beaker', `${title} · ${place}`, step?.title, step && stepStanding(step, progress));
      }
    }
    this.item.show();
  }

  private show(icon: string, text: string, detail: string | undefined, standing?: StepStanding): void {
    const count = standing && vscode.l10n.t('{0} of {1}', standing.passed, standing.total);
    const said = standing && (standing.verdict === 'passed'
      ? vscode.l10n.t('{0} of {1} checks passed', standing.passed, standing.total)
      : vscode.l10n.t('{0} of {1} checks passed: {2}', standing.passed, standing.total, verdictWords()[standing.verdict]));
    this.item.text = `$(${icon}) ${text}${standing ? ` · $(${signs[standing.verdict]}) ${count}` : ''}`;
    this.item.tooltip = [text, detail, said, vscode.l10n.t('Click for what can be done.')].filter(Boolean).join('\n');
    this.item.accessibilityInformation = { label: [text, detail, said].filter(Boolean).join(', '), role: 'button' };
  }

  dispose(): void {
    this.store.dispose();
  }
}
