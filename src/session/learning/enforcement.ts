import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Home } from '../home';
import { writeAtomically } from '../state/record';

/**
 * The editor's setting `aiLabs.enforceRequires` as the command line finds it: a file in the home that is there or not. It
 * keeps the honest from going astray and nobody else; the file is the learner's, like everything beside it.
 */
function note(home: Home): string {
  return path.join(home.state, 'enforce-requires');
}

export function isEnforced(home: Home): boolean {
  return existsSync(note(home));
}

/** Throws the system's error, or the home's own where it cannot be written. Touches nothing where nothing changes. */
export async function setEnforced(home: Home, on: boolean): Promise<void> {
  if (on === isEnforced(home)) {
    return;
  }
  try {
    await (on ? writeAtomically(note(home), 'aiLabs.enforceRequires\n') : rm(note(home)));
  } catch (error) {
    throw home.notWritable(error);
  }
}
