import * as vscode from 'vscode';
import { alike } from '../../common/alike';
import { commandIds, type GuideTarget, type LabTarget } from '../commandIds';
import { downText } from '../downText';
import { lockReason, lockWord } from '../lockWords';
import type { LabModel } from './pathModel';
import { expandedWhere, PathNode } from './pathNode';
import { creditText, plainMarkdown } from './tooltip';
import { difficultyWord } from './words';

/** A lab. Clicking it opens its guide. */
export class LabNode extends PathNode<LabModel> implements LabTarget {
  readonly id = `lab:${this.model.lab}`;

  /** Lets commands of the context menu take the node as their argument. */
  get lab(): string {
    return this.model.lab;
  }

  protected row(): vscode.TreeItem {
    const { title, lab, phase } = this.model;
    const item = new vscode.TreeItem(title, expandedWhere(phase === 'running' || phase === 'checking'));
    item.id = this.id;
    item.contextValue = this.contextValue();
    item.description = this.description();
    item.iconPath = this.icon();
    item.accessibilityInformation = { label: `${title}, ${this.standing()}, ${item.description}` };
    item.command = {
      command: commandIds.openGuide,
      title: vscode.l10n.t('Open Guide'),
      arguments: [{ lab } satisfies GuideTarget],
    };
    return item;
  }

  /**
   * Read by the menus of the manifest: `lab.PHASE`, then `.down` where a service crashed, `.ports` where it publishes any,
   * `.locked` where another lab comes first, `.enforced` where nothing gets around that.
   */
  private contextValue(): string {
    const { phase, down, hasPorts, lock } = this.model;
    return `lab.${phase}${down ? '.down' : ''}${hasPorts ? '.ports' : ''}${lock ? '.locked' : ''}${lock?.enforced ? '.enforced' : ''}`;
  }

  private description(): string {
    const { stepsDone, stepCount, minutes, phase, begun, completed, lock, prepared, unisolated } = this.model;
    if (lock && phase === 'idle') {
      return lockWord(lock);
    }
    const parts = begun || completed ? [`${stepsDone}/${stepCount}`] : [vscode.l10n.t('{0} min', minutes)];
    if (phase !== 'idle') {
      parts.push(this.standing());
    } else if (prepared && !begun && !completed) {
      parts.push(this.standing());
    }
    return [...parts, ...(unisolated ? [vscode.l10n.t('unisolated')] : [])].join(' · ');
  }

  private standing(): string {
    switch (this.model.phase) {
      case 'busy':
        return vscode.l10n.t('starting');
      case 'running':
        return vscode.l10n.t('running');
      case 'checking':
        return vscode.l10n.t('checking');
      case 'stopping':
        return vscode.l10n.t('stopping');
      case 'failed':
        return downText(this.model.down) ?? (this.model.runsOn ? vscode.l10n.t('needs you') : vscode.l10n.t('could not start'));
      case 'idle':
        if (this.model.completed) {
          return vscode.l10n.t('completed');
        }
        if (this.model.begun) {
          return vscode.l10n.t('begun');
        }
        if (this.model.lock) {
          return vscode.l10n.t('locked');
        }
        return this.model.prepared ? vscode.l10n.t('prepared') : vscode.l10n.t('not started');
    }
  }

  private icon(): vscode.ThemeIcon {
    const { phase, begun, completed, lock } = this.model;
    switch (phase) {
      case 'busy':
      case 'checking':
      case 'stopping':
        return new vscode.ThemeIcon('loading~spin');
      case 'failed':
        return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      case 'running':
        return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.green'));
      case 'idle':
        if (completed) {
          return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
        }
        if (lock) {
          return new vscode.ThemeIcon('lock', new vscode.ThemeColor('disabledForeground'));
        }
        return begun
          ? new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.blue'))
          : new vscode.ThemeIcon('circle-large-outline');
    }
  }

  /** Made when somebody looks: what labs say is escaped character by character. `builds`: what a start would make first, in words. */
  tooltip(builds = ''): vscode.MarkdownString {
    const { title, summary, difficulty, minutes, stepCount, stepsDone, credit, message, lock, prepared, phase, shadowing, catalog, unisolated } = this.model;
    return plainMarkdown([
      { heading: title },
      { text: summary },
      {
        text: vscode.l10n.t(
          '{0}, about {1} minutes, {2} of {3} steps done',
          difficultyWord(difficulty), minutes, stepsDone, stepCount,
        ),
      },
      { text: creditText(credit) },
      { text: lock ? lockReason(lock) : '' },
      { text: prepared ? vscode.l10n.t('Prepared: its solution was applied to a copy, so that you can do what builds on it. It does not count as passed.') : '' },
      { text: builds },
      { text: unisolated ? vscode.l10n.t('Unisolated: you are root where its checks run, so a pass proves less.') : '' },
      { text: shadowing ? vscode.l10n.t('From {0}, in place of another lab of the same id.', catalog) : '' },
      { text: phase === 'failed' || phase === 'busy' ? (message ?? '') : '' },
    ]);
  }

  // Compared as it is, since there are many of them; its steps are rows of their own.
  override looksLike(newer: LabNode): boolean {
    return alike(this.model, newer.model, 'steps');
  }

  protected shown(): unknown {
    return this.model;
  }
}
