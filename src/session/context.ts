import type { ContainerAssets } from '../checks/assets';
import type { Standby } from '../checks/standby';
import type { Log } from '../common/log';
import type { Lab } from '../curriculum/lab';
import type { Engine } from '../engines/engine';
import type { Journal } from '../progress/journal';
import type { Activity } from './idle/activity';
import type { Home } from './home';
import type { Keeping } from './reset/keeping';
import type { Known, Table } from './state/table';
import type { Locks } from './locks/lock';
import type { LabNotice } from './notices';
import type { Records } from './state/record';
import type { WorkspaceLinks } from './sync/workspaceLinks';
import type { Work } from './locks/work';

/** What sessions are built from. */
export interface SessionsOptions {
  home: Home;
  journal: Journal;
  log: Log;
  /** `LAB_LOCALE`, such as `en`. */
  locale: string;
  /** Folder of the files that go into containers for checks, absolute. */
  assets: string;
  engine(): Promise<Engine>;
  /** The lab as it is on disk now; undefined where its catalog no longer has it, or it is broken. */
  findLab(identity: string): Promise<Lab | undefined>;
  /** Reads a lab from a folder (a session's copy); undefined where it is broken or gone. */
  readLab(folder: string, catalog: string, images: string): Promise<Lab | undefined>;
  /** Digest of all of a lab's files. */
  digest(folder: string): Promise<string>;
  /**
   * Most bytes that snapshots of containers may take, all labs of the home together; 0 for none. Undefined: nothing is
   * kept for Reset Step, files neither.
   */
  snapshotLimit?(): number;
  /** How long entering a step that changes the lab waits for what is kept of it, in milliseconds; default 5 seconds. */
  keepPatienceMs?: number;
  /** Whether the exec of the next checks is begun in advance: for processes that stay. Default no. */
  standsBy?: boolean;
}

/** What the parts of a session share. */
export interface SessionContext extends SessionsOptions {
  locks: Locks;
  records: Records;
  table: Table;
  work: Work;
  activity: Activity;
  keeping: Keeping;
  /** Between the learner's folder and the lab, where the engine does not see the folder. */
  links: WorkspaceLinks;
  /** Undefined where nothing is begun in advance. */
  standby: Standby | undefined;
  /** Tells a person something they did not ask for. */
  tell(notice: LabNotice): void;
  /** The files that go into containers for checks, read once. */
  containerAssets: () => Promise<ContainerAssets>;
}

/** Saves a lab's record and remembers it. */
export async function remember(context: SessionContext, known: Known, change: Partial<Known['record']>): Promise<void> {
  if (!known.record) {
    throw new Error(`The lab ${known.identity} has no record to change`);
  }
  const record = { ...known.record, ...change };
  try {
    await context.records.write(record);
  } catch (error) {
    throw context.home.notWritable(error);
  }
  context.table.change(known.identity, { record });
}
