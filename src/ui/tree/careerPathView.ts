import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { Joined } from '../../common/joined';
import { contextKeys, viewIds } from '../commandIds';
import type { EngineWatch } from '../engineWatch';
import type { LabFacts } from '../labFacts';
import { buildNodes } from './buildNodes';
import { isFiltering } from './filter';
import type { FilterStore } from './filterStore';
import { filterWords } from './filterWords';
import { keptModels } from './keptModels';
import { LabNode } from './labNode';
import { buildPathModel, type PathModel } from './pathModel';
import type { PathNode } from './pathNode';
import { reconcile } from './reconcile';

export interface CareerPathParts {
  facts: Pick<LabFacts, 'read' | 'onDidChange'>;
  engine: Pick<EngineWatch, 'look'>;
  filter: FilterStore;
  /** What a start of the lab would make first, in words; empty where nothing, or nothing is known. */
  builds: (lab: string, signal: AbortSignal) => Promise<string>;
  onTrouble: (what: string, error: unknown) => void;
  /** Default the one of the manifest. */
  viewId?: string;
}

/** Why the tree is empty: the welcome view that is shown in its place. */
type Emptiness = 'none' | 'filtered' | 'unreadable' | '';

/** VS Code asks for the rows of each changed place by itself and draws them one after the other: of more than these it asks for all in one go. */
const manyPlaces = 5;

/** The Career Path tree. Reads nothing before it is looked at. */
export class CareerPathView implements vscode.TreeDataProvider<PathNode>, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<PathNode[] | undefined>());
  private readonly view: vscode.TreeView<PathNode>;
  private nodes?: readonly PathNode[];
  private first?: Promise<void>;
  private emptiness?: Emptiness;
  private readonly modelOf = keptModels();
  private readonly updating = new Joined(() => this.bringUpToDate());

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly parts: CareerPathParts) {
    this.store.add(parts.facts.onDidChange(() => void this.updating.run()));
    this.store.add(parts.filter.onDidChange(() => void this.updating.run()));
    this.view = this.store.add(vscode.window.createTreeView(parts.viewId ?? viewIds.careerPath, { treeDataProvider: this, showCollapseAll: true }));
  }

  get visible(): boolean {
    return this.view.visible;
  }

  getTreeItem(node: PathNode): vscode.TreeItem {
    return node.item();
  }

  getParent(node: PathNode): PathNode | undefined {
    return node.parent;
  }

  /** Called when the mouse rests on a row that has no tooltip yet. */
  async resolveTreeItem(item: vscode.TreeItem, node: PathNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (node instanceof LabNode) {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const tooltip = node.tooltip(await this.parts.builds(node.lab, abort.signal));
      subscription.dispose();
      // The row itself is kept, and what a start would build changes.
      return { ...item, tooltip };
    }
    return item;
  }

  async getChildren(node?: PathNode): Promise<PathNode[]> {
    if (node) {
      return [...node.children];
    }
    // Whoever asks meanwhile gets the same rows: VS Code knows a row by the object it was given first.
    this.first ??= this.load();
    await this.first;
    return [...(this.nodes ?? [])];
  }

  private async load(): Promise<void> {
    // Whoever looks at the path wants to know whether labs can be started; the tree does not wait for the answer.
    void this.parts.engine.look();
    this.nodes = await this.read().catch((error: unknown) => this.unreadable(error));
  }

  /** Shows a lab's row, selected, with the tree in view. A lab that the filter hides ends the filter. */
  async reveal(lab: string): Promise<void> {
    await vscode.commands.executeCommand(`${viewIds.careerPath}.focus`);
    await this.getChildren();
    if (!this.find(lab)) {
      await this.parts.filter.clear();
      await this.updating.run();
    }
    const node = this.find(lab);
    await (node && this.view.reveal(node, { select: true, focus: true, expand: true }));
  }

  private find(lab: string, among: readonly PathNode[] = this.nodes ?? []): PathNode | undefined {
    for (const node of among) {
      const found = node instanceof LabNode ? (node.lab === lab ? node : undefined) : this.find(lab, node.children);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  private async read(): Promise<PathNode[]> {
    const facts = await this.parts.facts.read();
    const filter = this.parts.filter.current;
    const model = buildPathModel(facts, filter, this.modelOf);
    const filtering = isFiltering(filter);
    const message = filtering && model.shown > 0
      ? vscode.l10n.t('{0} of {1} labs: {2}', model.shown, model.total, filterWords(filter, facts.path))
      : undefined;
    this.view.description = filtering ? `${model.shown}/${model.total}` : undefined;
    // Saying it again would count as a change of the tree, and those that follow within a fifth of a second wait for it to be over.
    if (message !== this.view.message) {
      this.view.message = message;
    }
    const emptiness = emptinessOf(model, filtering);
    this.say(emptiness);
    // Whatever is left beside no lab at all would keep the welcome view, and its next action, from being shown.
    return emptiness ? [] : buildNodes(model);
  }

  private async bringUpToDate(): Promise<void> {
    if (!this.nodes) {
      return;
    }
    try {
      const newer = await this.read();
      const { nodes, changed } = reconcile(this.nodes, newer);
      this.nodes = nodes;
      if (changed === 'all' || changed.length > manyPlaces) {
        this.changed.fire(undefined);
      } else if (changed.length > 0) {
        this.changed.fire(changed);
      }
    } catch (error) {
      this.nodes = this.unreadable(error);
      this.changed.fire(undefined);
    }
  }

  private unreadable(error: unknown): PathNode[] {
    this.parts.onTrouble('Read the labs', error);
    this.say('unreadable');
    return [];
  }

  private say(emptiness: Emptiness): void {
    if (emptiness !== this.emptiness) {
      this.emptiness = emptiness;
      void vscode.commands.executeCommand('setContext', contextKeys.empty, emptiness);
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

function emptinessOf({ stages, shown, total, broken, problems }: PathModel, filtering: boolean): Emptiness {
  if (filtering && total > 0) {
    return shown === 0 ? 'filtered' : '';
  }
  return stages.length === 0 && total === 0 && broken.length + problems.length === 0 ? 'none' : '';
}
