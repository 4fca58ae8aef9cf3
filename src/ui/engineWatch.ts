import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable';
import { isCancelled, messageOf } from '../common/errors';
import type { EngineStatus } from '../engines/engine';
import { contextKeys } from './commandIds';
import type { LazyCore } from './lazyCore';

/** A window that gains focus looks again after this many milliseconds, while there is something to mend. */
const lookAgainAfter = 3000;

/** Knows whether the engine can be used and tells the manifest's `when` clauses. */
export class EngineWatch implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<EngineStatus>());
  private known?: EngineStatus;
  private looking?: Promise<EngineStatus | undefined>;
  private lookedAt = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.known?.usable === false && Date.now() - this.lookedAt > lookAgainAfter) {
          void this.look();
        }
      }),
    );
  }

  /** What was last seen. */
  get status(): EngineStatus | undefined {
    return this.known;
  }

  /** Probes the engine. Never throws; undefined where the probe itself broke, which the log then has. */
  look(): Promise<EngineStatus | undefined> {
    this.looking ??= this.probe().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async probe(): Promise<EngineStatus | undefined> {
    try {
      const engine = await (await this.lazy.get()).engine();
      const status = await engine.probe();
      this.lookedAt = Date.now();
      const before = this.known;
      this.known = status;
      await vscode.commands.executeCommand('setContext', contextKeys.engine, status.usable ? 'ready' : status.reason);
      if (describe(before) !== describe(status)) {
        this.log.info(`Container engine: ${describe(status)}`);
        this.changed.fire(status);
      }
      return status;
    } catch (error) {
      if (!isCancelled(error)) {
        this.log.error(`Look for the container engine: ${messageOf(error)}`);
      }
      return undefined;
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

function describe(status: EngineStatus | undefined): string {
  if (!status) {
    return 'unknown';
  }
  return status.usable
    ? `${status.name} ${status.version} (API ${status.apiVersion}) at ${status.endpoint}`
    : `${status.reason}: ${status.error.message}`;
}
