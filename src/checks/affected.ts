import type { Check } from '../curriculum/lab';
import { matchesGlob } from './glob';

/** What happened in a lab since its checks last ran by themselves. */
export interface Change {
  /** Files made, saved or removed: relative to the learner's folder, with forward slashes. */
  files: readonly string[];
  /** A command ended in a terminal, so anything outside these files may be different too. */
  terminal: boolean;
}

/** What tools leave beside the learner's work. Checks leave it as well, and must not set themselves off again. */
const byProduct = /(^|\/)(__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.ipynb_checkpoints|node_modules)(\/|$)|\.pyc$|\.sw[op]$|~$/;

/**
 * The checks whose verdict may be another after this change, in the order given, so that the others need not run:
 * with `watch: auto` after any file or command, with patterns when one of those files changed, with `manual` never.
 * Checks that take services down wait to be asked, unless they name files. One that is not `manual` comes along with a
 * check that it needs, because it may no longer be blocked.
 */
export function affectedChecks(checks: readonly Check[], change: Change): Check[] {
  const files = change.files.filter((file) => !byProduct.test(file));
  const affected = new Set<string>();
  const asks = ({ watch, faults }: Check): boolean => watch === 'manual' || (watch === 'auto' && faults.length > 0);
  for (const check of checks) {
    if (asks(check)) {
      continue;
    }
    const { watch } = check;
    const hit = Array.isArray(watch)
      ? change.files.some((file) => watch.some((pattern) => matchesGlob(pattern, file)))
      : change.terminal || files.length > 0;
    if (hit) {
      affected.add(check.id);
    }
  }
  for (let before = -1; before < affected.size; ) {
    before = affected.size;
    checks.filter((check) => !asks(check) && check.needs.some((id) => affected.has(id))).forEach((check) => affected.add(check.id));
  }
  return checks.filter((check) => affected.has(check.id));
}

/** Two changes as one. */
export function mergeChanges(one: Change, other: Change): Change {
  return { files: [...new Set([...one.files, ...other.files])], terminal: one.terminal || other.terminal };
}
