import * as vscode from 'vscode';
import type { Reconcilable } from './reconcile';

/** A row of the Career Path tree. `M` is what it shows. */
export abstract class PathNode<M = unknown> implements Reconcilable<PathNode> {
  /** Unique in the tree and the same after a reload, so that VS Code keeps what is open. */
  abstract readonly id: string;
  private below: readonly PathNode[];

  constructor(
    protected model: M,
    children: readonly PathNode[] = [],
  ) {
    this.below = children;
  }

  get children(): readonly PathNode[] {
    return this.below;
  }

  fingerprint(): string {
    return JSON.stringify(this.shown());
  }

  take(newer: PathNode, children: PathNode[]): void {
    this.model = newer.model as M;
    this.below = children;
  }

  abstract item(): vscode.TreeItem;

  /** The part of the model this row itself shows. */
  protected abstract shown(): unknown;
}

/** How a row is first shown: VS Code keeps what the learner opens and closes, but not over a reload. */
export function expandedWhere(active: boolean): vscode.TreeItemCollapsibleState {
  return active ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
