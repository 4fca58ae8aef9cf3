import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../common/errors';
import { fileKey } from '../fileKey';

/** Of one lab no more is written than this, in milliseconds: a key press should not cost a system call. */
const notedForMs = 10_000;

export interface LastUse {
  identity: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * When each running lab was last used, by whatever window or terminal: a file a lab in `.state/activity`, whose time of
 * change says it. The file comes with the lab's start and goes with its stop, so an empty folder means that nothing runs.
 */
export class Activity {
  private readonly noted = new Map<string, number>();

  /** `folder`: absolute, made when first needed. `now`: milliseconds since 1970. */
  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The lab runs from now on. `found`: it ran before, so what is known of its last use stays. */
  async begin(identity: string, { found = false } = {}): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(this.path(identity), identity, { flag: found ? 'wx' : 'w', mode: 0o600 });
    } catch (error) {
      if (found && systemCode(error) === 'EEXIST') {
        return;
      }
      throw error;
    }
    await this.touch(identity);
  }

  /** The lab was used. Cheap, safe to call for every key press, and never a failure: at worst a lab stops early. */
  note(identity: string): void {
    const now = this.now();
    if (now - (this.noted.get(identity) ?? -Infinity) >= notedForMs) {
      this.noted.set(identity, now);
      this.touch(identity).catch(() => this.noted.delete(identity));
    }
  }

  /** As `note`, and done when this settles. */
  async keep(identity: string): Promise<void> {
    this.noted.set(identity, this.now());
    await this.touch(identity);
  }

  /** Undefined for a lab that is not known to run. */
  async last(identity: string): Promise<number | undefined> {
    return this.timeOf(this.path(identity));
  }

  /** Every lab that is known to run. */
  async all(): Promise<LastUse[]> {
    const names = await readdir(this.folder).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        const [identity, at] = await Promise.all([readFile(path, 'utf8').catch(() => ''), this.timeOf(path)]);
        return identity && at !== undefined ? { identity, at } : undefined;
      }),
    );
    return found.filter((use) => use !== undefined);
  }

  /** The lab does not run any more. */
  async forget(identity: string): Promise<void> {
    this.noted.delete(identity);
    await rm(this.path(identity), { force: true });
  }

  /** Only where the file is: what is typed into a lab that is just stopping must not bring it back. */
  private async touch(identity: string): Promise<void> {
    const at = this.now() / 1000;
    await utimes(this.path(identity), at, at).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') {
        throw error;
      }
    });
  }

  private async timeOf(path: string): Promise<number | undefined> {
    return (await stat(path).catch(() => undefined))?.mtimeMs;
  }

  private path(identity: string): string {
    return join(this.folder, fileKey(identity));
  }
}
