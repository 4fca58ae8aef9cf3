import { statSync } from 'node:fs';

/** Modification times of folders in milliseconds, null for what is not there; looked up once each: labs share stages and images. */
export class FolderTimes {
  private readonly times = new Map<string, number | null>();

  unchanged(folders: Readonly<Record<string, number | null>>): boolean {
    return Object.keys(folders).every((folder) => this.time(folder) === folders[folder]);
  }

  /** Asked before a folder is listed, so that what changes in between makes the time too old and never too young. */
  time(folder: string): number | null {
    let time = this.times.get(folder);
    if (time === undefined) {
      time = modified(folder);
      this.times.set(folder, time);
    }
    return time;
  }
}

function modified(folder: string): number | null {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    return null;
  }
}
