import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../curriculum/problem';
import { fileStart } from '../../curriculum/textRange';

/**
 * Pages that lie in `guide/` and that lab.yaml never names: nobody comes to them.
 *
 * @param named pages that lab.yaml names, relative to the lab's folder
 */
export function unusedPages(folder: string, named: readonly string[]): Problem[] {
  const known = new Set(named.map((each) => path.posix.normalize(each)));
  return names(path.join(folder, 'guide'))
    .filter((name) => /\.(md|markdown)$/i.test(name) && !known.has(`guide/${name}`))
    .map((name): Problem => ({
      file: path.join(folder, 'guide', name),
      ...fileStart,
      severity: 'information',
      code: 'unused-page',
      message: `lab.yaml does not name guide/${name}, so nobody comes to this page.`,
    }));
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A lab need not have such a folder.
    return [];
  }
}
