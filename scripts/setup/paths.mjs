// @ts-check
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this script belongs to. */
export const repoRoot = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * Where downloaded tools (VS Code, its Node) and set-up logs live: outside the checkout, so that
 * `git clean` and a second clone do not fetch them again. Follows the XDG base directory specification.
 */
export function cacheDir() {
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(base, 'ai-architect-labs');
}
