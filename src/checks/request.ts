import type { CheckResult } from '../common/verdict';
import type { Check, Lab, Step } from '../curriculum/lab';
import type { Revived, RunningLab } from '../engines/engine';
import type { Standby } from './standby';

/** What to check, and on what. */
export interface CheckRequest {
  lab: Lab;
  /** Where the scripts are read from: the session's own copy of the lab, or the lab's folder when authoring. */
  files: string;
  running: RunningLab;
  /** The checks to run, in declared order. */
  selected: { step: Step; check: Check }[];
  /** Check ids known to pass already, for `needs` of checks outside the selection. */
  known: ReadonlySet<string>;
  /** `LAB_SEED`: random per session. */
  seed: string;
  /** `LAB_LOCALE`, such as `en`. */
  locale: string;
  /** The learner's user in a service (its `user`, else the image's, else root). */
  learner: (service: string) => string;
  /** Called where services were started again for a check with faults, before the next check runs: set-up is due there. */
  onRevived?: (revived: Revived) => Promise<void>;
  /** Where execs wait, and where the next ones shall. Without it every run begins its own. */
  standby?: Standby;
}

export interface CheckListener {
  onStarted?(checkId: string): void;
  /** Called once a check, as soon as its verdict is known. */
  onResult?(result: CheckResult): void;
}
