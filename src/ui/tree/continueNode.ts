import * as vscode from 'vscode';
import { commandIds, type GuideTarget, type LabTarget } from '../commandIds';
import type { ContinueModel } from './continueAt';
import { PathNode } from './pathNode';

/** Where to go on, at the top of the tree. Clicking it opens the guide there. */
export class ContinueNode extends PathNode<ContinueModel> implements LabTarget {
  get id(): string {
    return 'continue';
  }

  get lab(): string {
    return this.model.lab.lab;
  }

  protected row(): vscode.TreeItem {
    const { lab, step } = this.model;
    const item = new vscode.TreeItem(this.heading(), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.contextValue = `continue.${lab.phase}`;
    item.description = this.place();
    item.iconPath = new vscode.ThemeIcon('debug-continue', new vscode.ThemeColor('charts.blue'));
    item.tooltip = [`${this.heading()}: ${lab.title}`, lab.begun ? step?.title : lab.summary].filter(Boolean).join('\n');
    item.accessibilityInformation = { label: `${this.heading()}: ${lab.title}, ${item.description}` };
    item.command = {
      command: commandIds.openGuide,
      title: vscode.l10n.t('Open Guide'),
      arguments: [{ lab: this.lab, ...(step && lab.begun ? { step: step.id } : {}) } satisfies GuideTarget],
    };
    return item;
  }

  private heading(): string {
    switch (this.model.why) {
      case 'running':
      case 'begun':
        return vscode.l10n.t('Continue');
      case 'next':
        return vscode.l10n.t('Next');
      case 'first':
        return vscode.l10n.t('Start here');
    }
  }

  /** The step while one is at work, since that is what comes next; the lab where it is still to be begun. */
  private place(): string {
    const { lab, step } = this.model;
    return lab.begun && step ? `${step.title} · ${lab.title}` : `${lab.title} · ${vscode.l10n.t('{0} min', lab.minutes)}`;
  }

  protected shown(): unknown {
    const { why, lab, step } = this.model;
    return { why, lab: lab.lab, title: lab.title, summary: lab.summary, phase: lab.phase, begun: lab.begun, minutes: lab.minutes, step: step?.id, at: step?.title };
  }
}
