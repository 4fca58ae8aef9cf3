import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable';
import { isCancelled, messageOf } from '../common/errors';
import type { Core } from '../core';
import type { EngineStatus } from '../engines/engine';
import { foremostCause, type MachineCause } from '../session/doctor/finding';
import { contextKeys } from './commandIds';
import type { LazyCore } from './lazyCore';

/** A window that gains focus looks again after this many milliseconds, while there is something to mend. */
const lookAgainAfter = 3000;

/** Knows whether the engine can be used, and what else of the machine is in the way, and tells the manifest's `when` clauses. */
export class EngineWatch implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<EngineStatus>());
  private known?: EngineStatus;
  private looking?: Promise<EngineStatus | undefined>;
  private cause?: MachineCause;
  private lookedAt = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && (this.known?.usable === false || this.cause) && Date.now() - this.lookedAt > lookAgainAfter) {
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
      const core = await this.lazy.get();
      const status = await (await core.engine()).probe();
      this.lookedAt = Date.now();
      const before = this.known;
      this.known = status;
      await vscode.commands.executeCommand('setContext', contextKeys.engine, status.usable ? 'ready' : status.reason);
      if (describe(before) !== describe(status)) {
        this.log.info(`Container engine: ${describe(status)}`);
        this.changed.fire(status);
      }
      // Whoever asks for the engine does not wait for the rest.
      void this.examine(core, status);
      return status;
    } catch (error) {
      if (!isCancelled(error)) {
        this.log.error(`Look for the container engine: ${messageOf(error)}`);
      }
      return undefined;
    }
  }

  private async examine(core: Core, status: EngineStatus): Promise<void> {
    try {
      const cause = status.usable ? foremostCause(await core.examine()) : undefined;
      if (this.known === status) {
        this.cause = cause;
        await vscode.commands.executeCommand('setContext', contextKeys.machine, cause ?? '');
      }
    } catch (error) {
      this.log.warn(`Look at this machine: ${messageOf(error)}`);
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
