import * as vscode from 'vscode';
import { alike } from '../../common/alike';
import type { Reconcilable } from './reconcile';

/** A row of the Career Path tree. `M` is what it shows; a model never changes, what changes is a new one. */
export abstract class PathNode<M = unknown> implements Reconcilable<PathNode> {
  /** Unique in the tree and the same after a reload, so that VS Code keeps what is open. */
  abstract readonly id: string;
  private below?: readonly PathNode[];
  private above?: PathNode;
  private made?: vscode.TreeItem;

  /** `unfold` makes the rows below when they are first asked for: most rows of a long path are never seen. */
  constructor(
    protected model: M,
    private unfold: () => readonly PathNode[] = () => [],
  ) {}

  get children(): readonly PathNode[] {
    return this.below ?? this.adopt(this.unfold());
  }

  get unfolded(): boolean {
    return this.below !== undefined;
  }

  /** The row above; undefined at the top. */
  get parent(): PathNode | undefined {
    return this.above;
  }

  shows(newer: PathNode): boolean {
    return this.model === newer.model;
  }

  looksLike(newer: PathNode): boolean {
    return alike(this.shown(), newer.shown());
  }

  take(newer: PathNode, children: PathNode[] | undefined): void {
    this.model = newer.model as M;
    this.unfold = newer.unfold;
    this.made = undefined;
    this.below = children && this.adopt(children);
  }

  /** The same object until something changes. */
  item(): vscode.TreeItem {
    this.made ??= this.row();
    return this.made;
  }

  protected abstract row(): vscode.TreeItem;

  /** The part of the model this row itself shows. */
  protected abstract shown(): unknown;

  private adopt(children: readonly PathNode[]): readonly PathNode[] {
    this.below = children;
    for (const child of children) {
      child.above = this;
    }
    return children;
  }
}

/** How a row is first shown: VS Code keeps what the learner opens and closes, but not over a reload. */
export function expandedWhere(active: boolean): vscode.TreeItemCollapsibleState {
  return active ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
