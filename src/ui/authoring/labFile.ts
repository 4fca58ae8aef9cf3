import { existsSync } from 'node:fs';
import * as path from 'node:path';

/** How deep in a lab's folder an author's files lie: `checks/data/cases.json` is the third. */
const deepest = 4;

/** The lab's folder that a file belongs to, by the lab.yaml there; undefined for any other file. */
export function labFolderOf(file: string): string | undefined {
  let folder = path.dirname(file);
  for (let depth = 0; depth < deepest; depth++, folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'lab.yaml'))) {
      return folder;
    }
  }
  return undefined;
}

export function isCareerPath(file: string): boolean {
  return path.basename(file) === 'career-path.yaml';
}
