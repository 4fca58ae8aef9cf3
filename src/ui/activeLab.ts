import { Emitter } from '../common/event';
import type { SessionView } from '../session/api';
import type { LazyCore } from './lazyCore';

/** Which lab this window is about: the one last used here, else the one whose folder is open, else one that runs. */
export class ActiveLab {
  private readonly changed = new Emitter<void>();
  private chosen?: string;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly windowFolders: () => string[],
  ) {}

  /** The lab was used in this window. */
  use(lab: string): void {
    if (lab !== this.chosen) {
      this.chosen = lab;
      this.changed.fire();
    }
  }

  /** The lab, where it runs or is about to. */
  get view(): SessionView | undefined {
    const running = (this.lazy.current?.sessions.all() ?? []).filter(isUp);
    const folders = this.windowFolders();
    return (
      running.find((view) => view.lab.identity === this.chosen) ??
      running.find((view) => folders.includes(view.folder)) ??
      running[0]
    );
  }
}

/** Whether containers are there or on their way. A lab of which a service crashed is. */
export function isUp({ state }: SessionView): boolean {
  return state.kind === 'failed' ? state.down !== undefined : state.kind !== 'absent' && state.kind !== 'stopped';
}

/** Whether the learner can work in it. */
export function isReady(view: SessionView): boolean {
  return view.state.kind === 'ready' || view.state.kind === 'checking';
}
