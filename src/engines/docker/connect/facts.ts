import path from 'node:path';
import type { ServiceSpec } from '../../engine';
import { serviceUser } from '../lab/serviceFacts';
import type { Account } from '../workspace/passwd';

/** What was found out about an engine once and holds while this process lives. */
export class KnownFacts {
  private readonly accounts = new Map<string, Account | undefined>();
  private readonly seenFolders = new Set<string>();

  /** The user of an image; images are named by content, so the answer never changes. */
  async account(spec: ServiceSpec, find: () => Promise<Account | undefined>): Promise<Account | undefined> {
    const key = `${spec.image.id} ${serviceUser(spec)}`;
    if (!this.accounts.has(key)) {
      this.accounts.set(key, await find());
    }
    return this.accounts.get(key);
  }

  /** Proves once for a parent folder that the engine sees what lies in it. */
  async workspace(folder: string, prove: () => Promise<void>): Promise<void> {
    const parent = path.dirname(folder);
    if (!this.seenFolders.has(parent)) {
      await prove();
      this.seenFolders.add(parent);
    }
  }
}
