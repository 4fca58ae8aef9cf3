import * as vscode from 'vscode';
import type { Reconcilable } from './reconcile';

/** A row of the Career Path tree. `M` is what it shows. */
export abstract class PathNode<M = unknown> implements Reconcilable<PathNode> {
  /** Unique in the tree and the same after a reload, so that VS Code keeps what is open. */
  abstract readonly id: string;
  private below: readonly PathNode[] = [];
  private above?: PathNode;
  private print?: string;

  constructor(
    protected model: M,
    children: readonly PathNode[] = [],
  ) {
    this.adopt(children);
  }

  get children(): readonly PathNode[] {
    return this.below;
  }

  /** The row above; undefined at the top. */
  get parent(): PathNode | undefined {
    return this.above;
  }

  fingerprint(): string {
    this.print ??= JSON.stringify(this.shown());
    return this.print;
  }

  take(newer: PathNode, children: PathNode[]): void {
    this.model = newer.model as M;
    this.print = newer.print;
    this.adopt(children);
  }

  abstract item(): vscode.TreeItem;

  /** The part of the model this row itself shows. */
  protected abstract shown(): unknown;

  private adopt(children: readonly PathNode[]): void {
    this.below = children;
    for (const child of children) {
      child.above = this;
    }
  }
}

/** How a row is first shown: VS Code keeps what the learner opens and closes, but not over a reload. */
export function expandedWhere(active: boolean): vscode.TreeItemCollapsibleState {
  return active ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
