import type { CheckFile } from './checkFiles';
import type { PlannedCheck } from './plan';

/** All that a program for one exec is made of. */
export interface ProgramInput {
  /** 32 random hex digits. Nothing but the driver and the host may know them. */
  marker: string;
  /** As secret: written into a check's output to say that nobody waits for its end any longer. */
  sentinel: string;
  /** 16 random hex digits: names of folders in the container. */
  runId: string;
  /** First uid to try for `checker`, from 20000 to 59999: inside every user namespace, above an image's own users. */
  uid: number;
  workspace: string;
  /** The learner's user in this service. */
  learner: string;
  /** Variables every check gets: LAB_ID and so on. */
  variables: Record<string, string>;
  /** The service's `environment`. */
  environment: Record<string, string>;
  /** `engine: true`: the learner has a container engine there, which needs to know its folder. */
  innerEngine: boolean;
  checks: ProgramCheck[];
  /** `checks/`. */
  files: CheckFile[];
}

export interface ProgramCheck extends PlannedCheck {
  /** What runs: a file of `checks/`, or text of its own. */
  script: { file: string } | { text: Uint8Array };
  /** Places in `checks` (from 0) of those it needs in this program; they come before it. */
  needs: number[];
}
