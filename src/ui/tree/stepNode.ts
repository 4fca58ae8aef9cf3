import * as vscode from 'vscode';
import { commandIds, type StepTarget } from '../commandIds';
import { verdictWords } from '../verdictWords';
import type { StepModel } from './pathModel';
import { PathNode } from './pathNode';
import { creditText } from './tooltip';
import { countedText } from './words';

/** A step of a lab. Clicking it opens the guide there. */
export class StepNode extends PathNode<StepModel> implements StepTarget {
  get id(): string {
    return `step:${this.model.lab}/${this.model.id}`;
  }

  get lab(): string {
    return this.model.lab;
  }

  get step(): string {
    return this.model.id;
  }

  protected row(): vscode.TreeItem {
    const { title, done, counted, current, checkable, phase } = this.model;
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.contextValue = `step.${phase}${checkable ? '.checkable' : ''}${this.isBroken() ? '.broken' : ''}`;
    const standing = this.standing();
    item.description = current && !done ? standing.now : counted && vscode.l10n.t('counted');
    item.iconPath = standing.icon;
    const person = counted && countedText(counted);
    item.tooltip = [`${title}: ${standing.text}`, person, creditText(this.model.credit)].filter(Boolean).join('\n');
    item.accessibilityInformation = { label: [title, standing.text, person].filter(Boolean).join(', ') };
    item.command = {
      command: commandIds.openGuide,
      title: vscode.l10n.t('Open Guide'),
      arguments: [{ lab: this.lab, step: this.step } satisfies StepTarget],
    };
    return item;
  }

  private isBroken(): boolean {
    const { done, verdict } = this.model;
    return !done && (verdict === 'errored' || verdict === 'timedOut');
  }

  private standing(): { text: string; now: string; icon: vscode.ThemeIcon } {
    const { done, counted, current, verdict } = this.model;
    const now = vscode.l10n.t('you are here');
    if (done) {
      return { text: vscode.l10n.t('done'), now, icon: icon(counted ? 'account' : 'testing-passed-icon', 'testing.iconPassed') };
    }
    if (verdict === 'errored' || verdict === 'timedOut') {
      return { text: verdictWords()[verdict], now, icon: icon('testing-error-icon', 'testing.iconErrored') };
    }
    if (verdict === 'failed') {
      return { text: verdictWords()[verdict], now, icon: icon('testing-failed-icon', 'testing.iconFailed') };
    }
    return current
      ? { text: vscode.l10n.t('the step you are at'), now, icon: icon('arrow-circle-right', 'charts.blue') }
      : { text: vscode.l10n.t('not done yet'), now, icon: icon('testing-unset-icon', 'testing.iconUnset') };
  }

  protected shown(): unknown {
    return this.model;
  }
}

function icon(name: string, colour: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(colour));
}
