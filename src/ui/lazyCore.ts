import type { Disposable } from '../common/disposable';
import { Emitter } from '../common/event';
import type { Core } from '../core';

/**
 * The product without an editor, made when something first needs it: reading labs, asking the engine and folding the
 * journal cost more than an activation may.
 */
export class LazyCore implements Disposable {
  private readonly created = new Emitter<Core>();
  private making?: Promise<Core>;
  private made?: Core;
  private disposed = false;

  /** Fires once, with the core. */
  readonly onDidCreate = this.created.event;

  constructor(private readonly create: () => Promise<Core>) {}

  /** The core where it exists already. */
  get current(): Core | undefined {
    return this.made;
  }

  /** The core. A creation that failed is tried again the next time. */
  get(): Promise<Core> {
    this.making ??= this.make().catch((error: unknown) => {
      this.making = undefined;
      throw error;
    });
    return this.making;
  }

  private async make(): Promise<Core> {
    const core = await this.create();
    if (this.disposed) {
      core.dispose();
    } else {
      this.made = core;
      this.created.fire(core);
    }
    return core;
  }

  dispose(): void {
    this.disposed = true;
    this.created.dispose();
    this.made?.dispose();
    this.made = undefined;
  }
}
