import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import { Confinement } from '../../curriculum/confine';
import { decodeText } from '../../curriculum/yamlText';

/** Bounds of what is read: a source is a stranger's folder. */
const mostEntries = 5000;
const mostBytes = 64 * 1024 * 1024;
const deepest = 12;

/** Never looked into: other people's history and packages are no part of a scenario. */
const passedOver = new Set(['.git', 'node_modules']);

/**
 * The folder that is imported from, and nothing outside of it: links are followed only as long as they stay inside.
 * Paths are relative to it, with forward slashes. Whatever does not fit the bounds is a UserError (`hostile-source`).
 */
export class SourceFolder {
  private readonly inside: Confinement;
  private readonly read = new Set<string>();
  private listing?: string[];
  private bytes = 0;

  /** @param folder absolute */
  constructor(readonly folder: string) {
    try {
      this.inside = new Confinement(folder);
    } catch (error) {
      throw new UserError(`${folder} cannot be read.`, {
        code: 'no-source', detail: messageOf(error), action: { label: 'Choose another', text: 'Name the folder of a scenario, a course or a Labspace.' },
      });
    }
  }

  /** A path seen from a folder of the source; undefined where it leads out of it. */
  resolve(from: string, relative: string): string | undefined {
    const joined = path.posix.normalize(path.posix.join(from, relative));
    return relative.includes('\\') || relative.includes('\0') || joined === '..' || joined.startsWith('../') || path.posix.isAbsolute(joined) ? undefined : joined;
  }

  isFile(name: string): boolean {
    const found = this.inside.find(name);
    return found.ok && found.kind === 'file';
  }

  isFolder(name: string): boolean {
    const found = this.inside.find(name);
    return found.ok && found.kind === 'folder';
  }

  /** The absolute path of a file that is there, for who reads it by other means. */
  pathOf(name: string): string | undefined {
    const found = this.inside.find(name);
    return found.ok && found.kind === 'file' ? found.file : undefined;
  }

  /** Whether a path is there and leads out of the folder, by a link. */
  leadsOut(name: string): boolean {
    const found = this.inside.find(name);
    return !found.ok && found.code === 'outside-lab';
  }

  /** The bytes of a file; it counts as used. */
  bytesOf(name: string): Buffer {
    const found = this.inside.find(name);
    if (!found.ok || found.kind !== 'file') {
      throw hostile(`${name} ${found.ok ? 'is no ordinary file' : found.message}`);
    }
    // What was looked at and what is opened shall be the same file, whoever exchanges it meanwhile.
    const file = openSync(found.file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = fstatSync(file);
      this.bytes += size;
      if (this.bytes > mostBytes) {
        throw hostile(`its files are larger than ${mostBytes / 1024 / 1024} MiB`);
      }
      const buffer = Buffer.alloc(size);
      const got = readSync(file, buffer, 0, size, 0);
      this.read.add(name);
      return buffer.subarray(0, got);
    } finally {
      closeSync(file);
    }
  }

  /** The text of a file of at most 1 MiB, with line ends of Unix; it counts as used. */
  textOf(name: string): string {
    const decoded = decodeText(this.bytesOf(name));
    if (!decoded.ok) {
      throw hostile(`${name}: ${decoded.message}`);
    }
    return decoded.text.replace(/\r\n/g, '\n');
  }

  /** Every file below a folder, in order. Links to folders are not walked. */
  files(below = '.'): string[] {
    this.listing ??= this.walk();
    return below === '.' ? this.listing : this.listing.filter((name) => name.startsWith(`${below}/`));
  }

  /** Files below a folder that nobody asked for. */
  unused(below = '.'): string[] {
    return this.files(below).filter((name) => !this.read.has(name));
  }

  private walk(): string[] {
    const files: string[] = [];
    const folders = ['.'];
    let entries = 0;
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const found = this.inside.find(folder);
      for (const name of found.ok ? this.inside.names(found) : []) {
        const place = folder === '.' ? name : `${folder}/${name}`;
        const entry = this.inside.find(place);
        entries += 1;
        if (entries > mostEntries || place.split('/').length > deepest) {
          throw hostile(`it has more than ${mostEntries} files, or folders more than ${deepest} deep`);
        }
        // A folder that is reached by a link is at home elsewhere, or leads in a circle.
        const atHome = entry.ok && path.relative(this.inside.root, entry.file).split(path.sep).join('/') === place;
        if (entry.ok && entry.kind === 'folder' && atHome && !passedOver.has(name)) {
          folders.push(place);
        } else if (entry.ok && entry.kind === 'file') {
          files.push(place);
        } else if (!entry.ok && entry.code === 'outside-lab' && !passedOver.has(name)) {
          throw hostile(`${place} ${entry.message.replace("the lab's folder", 'it')}`);
        }
      }
    }
    return files.sort();
  }
}

/** A source that may not be what it seems: nothing of it is imported. */
export function hostile(what: string): UserError {
  return new UserError(`This folder is not imported: ${what}.`, {
    code: 'hostile-source', action: { label: 'Look at it', text: 'Look at the folder, take that away, and import it again.' },
  });
}
