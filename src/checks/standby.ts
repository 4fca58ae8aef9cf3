import type { Engine, RunningLab } from '../engines/engine';
import { DriverExec } from './driverExec';

/**
 * Execs begun before anybody wants them, at most one a container: beginning one takes an engine longer than most checks
 * run. Each is a shell of root that waits for its input and holds no secret; it ends with its container, or when this
 * process lets go of it.
 */
export class Standby {
  private readonly waiting = new Map<string, DriverExec>();
  /** Those that were taken too: an engine may not tell that one has ended whose container died. */
  private readonly open = new Set<DriverExec>();
  private disposed = false;

  /** Begins one, unless one waits in that service already. Where that fails, there is none. */
  prepare(engine: Engine, running: RunningLab, service: string): void {
    const container = containerOf(running, service);
    if (this.disposed || container === undefined || this.waiting.has(container)) {
      return;
    }
    const exec = new DriverExec(engine, running, service);
    this.waiting.set(container, exec);
    this.open.add(exec);
    void exec.ended.then(() => {
      this.open.delete(exec);
      if (this.waiting.get(container) === exec) {
        this.waiting.delete(container);
      }
    });
  }

  /** Begins another one in a container that may have been started again: then nobody waits there any more, known or not. */
  renew(engine: Engine, running: RunningLab, service: string): void {
    this.take(running, service)?.abort();
    this.prepare(engine, running, service);
  }

  /** The one that waits in a service, which is the caller's from now on. It may be dead without anybody knowing yet. */
  take(running: RunningLab, service: string): DriverExec | undefined {
    const container = containerOf(running, service);
    const exec = container === undefined ? undefined : this.waiting.get(container);
    if (container !== undefined) {
      this.waiting.delete(container);
    }
    return exec;
  }

  dispose(): void {
    this.disposed = true;
    for (const exec of this.open) {
      exec.abort();
    }
    this.waiting.clear();
  }
}

function containerOf(running: RunningLab, service: string): string | undefined {
  return running.services.find(({ name }) => name === service)?.container;
}
