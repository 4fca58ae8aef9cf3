import { rm } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { isUserError, messageOf } from '../../common/errors';
import type { Log } from '../../common/log';
import type { Engine, EngineInventory, RunningLab } from '../../engines/engine';
import type { Sessions } from '../api';
import { type Belonging, sum } from './belonging';
import { engineBelongings, type OnEngine } from './engineBelongings';
import { homeBelongings, type OnDisk, rehearsalHomes } from './homeBelongings';
import { fileKey } from '../fileKey';
import type { Home } from '../home';
import type { Locks } from '../locks/lock';
import { isWhole } from '../state/observe';
import type { Records } from '../state/record';

export interface CleanUpOptions {
  home: Home;
  engine: () => Promise<Engine>;
  sessions: Sessions;
  records: Records;
  locks: Locks;
  log: Log;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** What there is, and why the engine's part is missing where it is. */
export interface Listing {
  belongings: Belonging[];
  trouble?: Error;
}

export interface Removal {
  belonging: Belonging;
  /** Why it is still there, or a part of it. */
  error?: Error;
}

export interface CleanUpReport {
  removals: Removal[];
  /** Bytes; images that share layers are counted by what the engine had before and has after. */
  freed: number;
}

interface Found {
  entries: (OnEngine | OnDisk)[];
  imageBytes?: number;
  trouble?: Error;
}

/** Finds and removes what the product owns on this machine: by labels on the engine, by place on disk. */
export class CleanUp {
  constructor(private readonly options: CleanUpOptions) {}

  /** Everything, also what is not offered. An engine that cannot be asked leaves what is on disk. */
  async list(signal?: AbortSignal): Promise<Listing> {
    const { entries, trouble } = await this.find(signal);
    return { belongings: entries.map(({ belonging }) => belonging), ...(trouble ? { trouble } : {}) };
  }

  /**
   * Removes what was chosen of a list and nothing else. What changed since it was listed is looked at again: a lab that
   * was started meanwhile stays. One failure keeps nothing else from going. Aborting ends it between two removals.
   */
  async remove(chosen: readonly Belonging[], onProgress: (message: string) => void, signal?: AbortSignal): Promise<CleanUpReport> {
    const keys = new Set(chosen.map(({ key }) => key));
    const before = await this.find(signal);
    const removals: Removal[] = [];
    for (const each of before.entries.filter(({ belonging }) => keys.has(belonging.key))) {
      if (signal?.aborted) {
        break;
      }
      onProgress(l10n.t('Removing {0}', each.belonging.title));
      removals.push(await this.removeOne(each));
    }
    return { removals, freed: await this.freed(removals, before.imageBytes) };
  }

  private async find(signal?: AbortSignal): Promise<Found> {
    const { home, records } = this.options;
    const known = await records.all();
    const now = this.options.now?.() ?? Date.now();
    let inventory: EngineInventory = { items: [] };
    let onEngine: OnEngine[] = [];
    let trouble: Error | undefined;
    const up = new Set<string>();
    try {
      const engine = await this.options.engine();
      inventory = await engine.inventory(signal);
      const rehearsing = await rehearsalHomes(home);
      const homes = new Set(inventory.items.map((item) => item.home).filter((each) => each !== undefined && !rehearsing.has(each)) as string[]);
      const labs = (await Promise.all([...homes].map((each) => engine.findLabs(each, signal)))).flat();
      const snapshots = engine.capabilities.snapshots ? (await Promise.all([...homes].map((each) => engine.listSnapshots(each, undefined, signal)))).flat() : [];
      labs.filter((lab) => lab.home === home.id && lab.state !== 'stopped').forEach(({ lab }) => up.add(lab));
      const busy = new Map<string, string>();
      for (const { lab } of labs.filter((each) => each.home === home.id)) {
        if (await this.options.locks.holder(fileKey(lab))) {
          busy.set(lab, l10n.t('a window is at work on it'));
        }
      }
      onEngine = engineBelongings({
        home: home.id,
        items: inventory.items.filter((item) => item.home === undefined || !rehearsing.has(item.home)),
        labs,
        snapshots,
        busy: (identity) => busy.get(identity),
        isWhole: (lab) => isWhole(lab, known.find((record) => record.identity === lab.lab)),
        titleOf: (identity) => this.options.sessions.view(identity)?.lab.definition.title,
        now,
      });
    } catch (error) {
      if (!isUserError(error)) {
        throw error;
      }
      trouble = error;
    }
    // In the order of removal: labs before the images they are made from.
    const runs = (identity: string): boolean | undefined => (trouble ? undefined : up.has(identity));
    const onDisk = await homeBelongings({ home, records: known, items: inventory.items, runs, now });
    return { entries: [...onEngine, ...onDisk], imageBytes: inventory.imageBytes, trouble };
  }

  private async removeOne(each: OnEngine | OnDisk): Promise<Removal> {
    const { belonging } = each;
    try {
      if (!belonging.offered) {
        throw new Error(`${belonging.title} stays: ${belonging.why ?? ''}`);
      }
      await ('path' in each ? this.removeFolder(each) : this.removeFromEngine(each));
      return { belonging };
    } catch (thrown) {
      const error = this.options.home.notWritable(thrown);
      this.options.log.warn(`${belonging.title} could not be removed: ${messageOf(error)}`);
      return { belonging, error: error instanceof Error ? error : new Error(messageOf(error)) };
    }
  }

  private async removeFromEngine({ belonging, labs, snapshot, image }: OnEngine): Promise<void> {
    const engine = await this.options.engine();
    if (image) {
      await engine.removeImage(image);
    } else if (snapshot) {
      await engine.removeSnapshot(snapshot);
    } else if (labs && belonging.whose === 'this' && this.options.sessions.view(labs[0]?.lab ?? '')) {
      // By way of the session, so that its record stays true.
      await this.options.sessions.remove(labs[0]?.lab ?? '');
    } else {
      await removeAll(engine, labs ?? []);
    }
  }

  private async removeFolder({ path, home }: OnDisk): Promise<void> {
    if (home !== undefined) {
      const engine = await this.options.engine();
      await removeAll(engine, await engine.findLabs(home));
    }
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }

  private async freed(removals: readonly Removal[], imageBytes: number | undefined): Promise<number> {
    const gone = removals.filter(({ error }) => !error).map(({ belonging }) => belonging);
    const isImage = ({ kind }: Belonging): boolean => kind === 'image' || kind === 'snapshot';
    const images = sum(gone.filter(isImage).map(({ bytes }) => bytes)) ?? 0;
    const rest = sum(gone.filter((each) => !isImage(each)).map(({ bytes }) => bytes)) ?? 0;
    if (!gone.some(isImage) || imageBytes === undefined) {
      return rest + images;
    }
    const after = await this.options.engine().then((engine) => engine.inventory()).catch(() => undefined);
    return rest + Math.max(images, imageBytes - (after?.imageBytes ?? imageBytes));
  }
}

async function removeAll(engine: Engine, labs: readonly RunningLab[]): Promise<void> {
  for (const lab of labs) {
    await engine.remove(lab);
  }
}
