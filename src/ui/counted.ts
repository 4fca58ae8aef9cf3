import type { LabProgress } from '../progress/summary';
import { plainOutput } from '../common/plainOutput';
import { visibleLine } from '../common/visible';

/** Who counted a step as done whatever its checks say, and why. Older journals say neither. */
export interface Counted {
  by?: string;
  reason?: string;
}

/** Undefined where the step is not done, or was done by its checks. What was said comes from a shell: it is made one plain line each. */
export function countedBy(progress: LabProgress | undefined, step: string): Counted | undefined {
  const done = progress?.steps[step];
  return done?.override ? { by: line(done.by), reason: line(done.reason) } : undefined;
}

function line(text = ''): string | undefined {
  return visibleLine(plainOutput(text)) || undefined;
}
