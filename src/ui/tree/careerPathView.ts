import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { viewIds } from '../commandIds';
import type { EngineWatch } from '../engineWatch';
import type { LabFacts } from '../labFacts';
import { buildNodes } from './buildNodes';
import { buildPathModel } from './pathModel';
import type { PathNode } from './pathNode';
import { reconcile } from './reconcile';

/** The Career Path tree. Reads nothing before it is looked at. */
export class CareerPathView implements vscode.TreeDataProvider<PathNode>, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<PathNode[] | undefined>());
  private readonly view: vscode.TreeView<PathNode>;
  private nodes?: readonly PathNode[];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly facts: LabFacts,
    private readonly engine: EngineWatch,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(facts.onDidChange(() => void this.update()));
    this.view = this.store.add(vscode.window.createTreeView(viewIds.careerPath, { treeDataProvider: this, showCollapseAll: true }));
  }

  get visible(): boolean {
    return this.view.visible;
  }

  getTreeItem(node: PathNode): vscode.TreeItem {
    return node.item();
  }

  async getChildren(node?: PathNode): Promise<PathNode[]> {
    if (node) {
      return [...node.children];
    }
    if (!this.nodes) {
      // Whoever looks at the path wants to know whether labs can be started; the tree does not wait for the answer.
      void this.engine.look();
      this.nodes = buildNodes(buildPathModel(await this.facts.read()));
    }
    return [...this.nodes];
  }

  private async update(): Promise<void> {
    if (!this.nodes) {
      return;
    }
    try {
      const { nodes, changed } = reconcile(this.nodes, buildNodes(buildPathModel(await this.facts.read())));
      this.nodes = nodes;
      if (changed === 'all') {
        this.changed.fire(undefined);
      } else if (changed.length > 0) {
        this.changed.fire(changed);
      }
    } catch (error) {
      this.onTrouble('Read the labs', error);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}
