import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Confinement } from './confine';
import type { Lab, Step } from './lab';

/** A file of a reference solution, as it is shown to a learner. */
export interface SolutionFile {
  /** Relative to the folder of the step's script, with forward slashes. */
  name: string;
  text: string;
}

/** A solution is read by people: what is longer is no help. Bytes a file, and files in all. */
const longest = 64 * 1024;
const most = 20;

/**
 * The reference solution of a step: its script, then the files beside it that the script names, by themselves or by
 * their folder. Files that are no text are left out. Empty where the step has no solution, or its script is gone.
 */
export async function solutionFiles({ folder }: Lab, { solution }: Pick<Step, 'solution'>): Promise<SolutionFile[]> {
  const script = solution === undefined ? undefined : await textFile(folder, solution);
  if (solution === undefined || script === undefined) {
    return [];
  }
  const beside = path.posix.dirname(solution);
  const files: SolutionFile[] = [{ name: path.posix.basename(solution), text: script }];
  for (const name of await namesUnder(path.join(folder, beside))) {
    if (files.length < most && name !== files[0]?.name && isNamed(name, script)) {
      const text = await textFile(folder, path.posix.join(beside, name));
      files.push(...(text === undefined ? [] : [{ name, text }]));
    }
  }
  return files;
}

/** Whether a script names a file, or a folder that it lies in. */
function isNamed(name: string, script: string): boolean {
  const parts = name.split('/');
  return parts.some((_part, index) => {
    const start = parts.slice(0, index + 1).join('/');
    const at = script.indexOf(`/${start}`);
    return at >= 0 && !/[\w.-]/.test(script[at + start.length + 1] ?? '');
  });
}

async function namesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Undefined for what is no text, too long, or not in the lab's folder. */
async function textFile(folder: string, name: string): Promise<string | undefined> {
  const found = new Confinement(folder).find(name);
  if (!found.ok || found.kind !== 'file' || (await stat(found.file)).size > longest) {
    return undefined;
  }
  const bytes = await readFile(found.file);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}
