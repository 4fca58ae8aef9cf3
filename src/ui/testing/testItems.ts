import * as vscode from 'vscode';
import { authoredTag } from './testIds';
import type { TestModel } from './testModel';

/** The rows of the Testing view, kept over every update, because results hang on them. */
export class TestItems {
  constructor(private readonly controller: vscode.TestController) {}

  update(models: readonly TestModel[]): void {
    this.fill(this.controller.items, models);
  }

  /** An item by its id, at whatever depth. */
  find(id: string, among: vscode.TestItemCollection = this.controller.items): vscode.TestItem | undefined {
    for (const [, item] of among) {
      // An id begins with those above it.
      const found = item.id === id ? item : id.startsWith(`${item.id}#`) ? this.find(id, item.children) : undefined;
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** Checks that are asked for, in order: below `include` (all where there is none), without those below `exclude`. */
  checks(include: readonly vscode.TestItem[] | undefined, exclude: readonly vscode.TestItem[] = []): vscode.TestItem[] {
    const left = new Set(exclude.map(({ id }) => id));
    const below = (item: vscode.TestItem): vscode.TestItem[] => {
      if (left.has(item.id)) {
        return [];
      }
      return item.children.size === 0 ? [item] : list(item.children).flatMap(below);
    };
    return [...new Set((include ?? list(this.controller.items)).flatMap(below))];
  }

  private fill(into: vscode.TestItemCollection, models: readonly TestModel[]): void {
    const before = list(into).map(({ id }) => id);
    const items = models.map((model, index) => this.item(into.get(model.id), model, index));
    const same = before.length === items.length && items.every((item) => into.get(item.id) === item);
    if (!same) {
      into.replace(items);
    }
  }

  private item(known: vscode.TestItem | undefined, model: TestModel, index: number): vscode.TestItem {
    // Where an item leads cannot be changed: it is another one then.
    const item = known && known.uri?.fsPath === uriOf(model)?.fsPath ? known : this.controller.createTestItem(model.id, model.label, uriOf(model));
    if (item !== known && model.file !== undefined) {
      item.tags = [new vscode.TestTag(authoredTag)];
    }
    set(item, 'label', model.label);
    set(item, 'sortText', String(index).padStart(4, '0'));
    this.fill(item.children, model.children);
    return item;
  }
}

export function list(items: vscode.TestItemCollection): vscode.TestItem[] {
  return [...items].map(([, item]) => item);
}

/** VS Code is told of every assignment, also of one that changes nothing. */
function set<K extends 'label' | 'sortText'>(item: vscode.TestItem, key: K, value: vscode.TestItem[K]): void {
  if (item[key] !== value) {
    item[key] = value;
  }
}

function uriOf({ file }: TestModel): vscode.Uri | undefined {
  return file === undefined ? undefined : vscode.Uri.file(file);
}
