import * as vscode from 'vscode';
import { contextKeys } from '../commandIds';
import { isFiltering, type LabFilter, noFilter, readFilter } from './filter';

const key = 'aiLabs.filter';

/** What the tree is filtered by, remembered for the workspace. */
export class FilterStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private filter: LabFilter;

  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.filter = readFilter(memory.get<unknown>(key));
    if (isFiltering(this.filter)) {
      this.say();
    }
  }

  get current(): LabFilter {
    return this.filter;
  }

  async set(filter: LabFilter): Promise<void> {
    this.filter = filter;
    this.say();
    this.changed.fire();
    await this.memory.update(key, isFiltering(filter) ? filter : undefined);
  }

  clear(): Promise<void> {
    return this.set(noFilter);
  }

  private say(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, isFiltering(this.filter));
  }

  dispose(): void {
    this.changed.dispose();
  }
}
