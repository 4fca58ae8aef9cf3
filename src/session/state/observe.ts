import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { isUserError, messageOf } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { RunningLab } from '../../engines/engine';
import type { DownService } from '../api';
import type { SessionContext } from '../context';
import { describeDown, downMessage, hasFallen, pausedOf } from '../running/down';
import { fileKey } from '../fileKey';
import { recordFromLabels } from './labels';
import type { LockHolder, LockPurpose } from '../locks/lock';
import type { SessionRecord } from './recordSchema';
import { undoLeftFaults } from '../running/revive';

/** What others do with a lab that changes whether it runs. */
function elsewhere(): Partial<Record<LockPurpose, { stage: 'starting' | 'stopping'; message: string }>> {
  return {
    start: { stage: 'starting', message: l10n.t('Being started in another window') },
    reset: { stage: 'starting', message: l10n.t('Being reset in another window') },
    stop: { stage: 'stopping', message: l10n.t('Being stopped in another window') },
    restart: { stage: 'starting', message: l10n.t('A service is being restarted in another window') },
    remove: { stage: 'stopping', message: l10n.t('Being removed in another window') },
  };
}

/** Whether a lab on disk has changed is not looked at again for this long, in milliseconds: it means reading all its files. */
const outdatedForMs = 10_000;

/** Whether a lab was made whole: what never was is half-made, and has no claim to stay. */
export function isWhole(running: RunningLab, record: SessionRecord | undefined): boolean {
  return running.state !== 'partial' || (record?.ready === true && record.session === running.session);
}

/** Brings the table up to date with the records and the engine. Returns what is half-made or disturbed, and nobody's. */
export async function observeAll(context: SessionContext, signal?: AbortSignal): Promise<RunningLab[]> {
  const { table, work } = context;
  const turns = new Map<string, number>();
  const turnOf = (identity: string): number => turns.get(identity) ?? 0;
  const settle = async (identity: string, record: SessionRecord | undefined, found: RunningLab[]): Promise<RunningLab[]> => {
    const seen = await learn(context, identity, record, found);
    // Work of this process on the lab knows better than what was learned before or during it.
    return work.has(identity) || work.turn(identity) !== turnOf(identity) ? [] : apply(context, identity, seen);
  };
  const records = new Map((await context.records.all()).map((record) => [record.identity, record]));
  for (const identity of [...records.keys(), ...table.all().map((known) => known.identity)]) {
    turns.set(identity, work.turn(identity));
  }
  // What is known before the engine is asked, so that a lab shows up even where no engine answers.
  for (const record of records.values()) {
    if (!table.get(record.identity).record) {
      await settle(record.identity, record, []);
    }
  }
  const engine = await context.engine();
  const found = await engine.findLabs(context.home.id, signal);
  const orphans: RunningLab[] = [];
  for (const identity of new Set([...turns.keys(), ...found.map((lab) => lab.lab)])) {
    const labs = found.filter((lab) => lab.lab === identity);
    orphans.push(...(await settle(identity, records.get(identity), labs)));
  }
  return orphans;
}

/** What was found out about a lab. */
interface Seen {
  away?: { stage: 'starting' | 'stopping'; message: string };
  record?: SessionRecord;
  lab?: Lab;
  running?: RunningLab;
  /** Set where services are not up that should be: those that ended, which may be none of them. */
  down?: DownService[];
  compared?: { outdated: boolean; comparedAt: number };
  orphans: RunningLab[];
}

async function learn(context: SessionContext, identity: string, saved: SessionRecord | undefined, found: RunningLab[]): Promise<Seen> {
  const holder = await context.locks.holder(fileKey(identity));
  const known = context.table.get(identity);
  const whole = found.filter((lab) => isWhole(lab, saved));
  const running = whole.find((lab) => lab.session === saved?.session) ?? whole.find((lab) => lab.state === 'running') ?? whole[0];
  const record = saved ?? (running && (await recordFromLabels(running)));
  const seen: Seen = {
    away: holder && elsewhere()[holder.purpose],
    record,
    running,
    orphans: found.filter((lab) => (lab === running ? isLeftDisturbed(lab, holder) : !isWhole(lab, saved))),
  };
  if (record) {
    const before = context.table.get(identity);
    seen.lab = before.lab && before.record?.copy === record.copy ? before.lab : await labOf(context, record);
    const recent = before.record?.digest === record.digest && Date.now() - (before.comparedAt ?? 0) < outdatedForMs;
    if (running && running.state !== 'stopped' && !recent) {
      seen.compared = { outdated: await isOutdated(context, identity, record.digest), comparedAt: Date.now() };
    }
  }
  const fell = running && hasFallen(running, { running: known.running, state: known.life.state });
  // Read anew: whoever stopped it noted so before the engine was asked, but maybe after the records were read.
  const wasStopped = fell && (await context.records.read(identity))?.stopped;
  const isBroken = running && (running.state === 'partial' || (fell && !wasStopped) || pausedOf(running).length > 0);
  if (isBroken && !seen.away) {
    seen.down = await describeDown(context, seen.lab, running);
  }
  return seen;
}

/** Whether a check of a process that is gone has taken services down. */
function isLeftDisturbed(lab: RunningLab, holder: LockHolder | undefined): boolean {
  return lab.faults !== undefined && lab.state === 'running' && !holder;
}

function apply({ table }: SessionContext, identity: string, { away, record, lab, running, down, compared, orphans }: Seen): RunningLab[] {
  const up = running && running.state !== 'stopped' ? running : undefined;
  if (record) {
    table.change(identity, { record, lab, running: up, ...(up ? compared : { outdated: false, comparedAt: undefined }) });
  } else {
    table.change(identity, { record: undefined, lab: undefined, running: undefined, outdated: false, comparedAt: undefined });
  }
  if (away) {
    table.dispatch(identity, { kind: 'elsewhere', ...away });
    return [];
  }
  if (down) {
    const message = downMessage(down, running ? pausedOf(running) : []);
    table.dispatch(identity, { kind: 'broken', code: 'service-down', message, down, ...(up ? {} : { rest: 'stopped' }) });
  } else {
    table.dispatch(identity, { kind: 'observed', rest: up ? 'ready' : running || record?.prepared ? 'stopped' : 'absent' });
  }
  return orphans;
}

/** Removes what is half-made, and brings back services left disturbed, unless somebody is at work there meanwhile. */
export async function tidy(context: SessionContext, orphans: RunningLab[], signal?: AbortSignal): Promise<void> {
  for (const identity of new Set(orphans.map((lab) => lab.lab))) {
    try {
      await context.work.run(identity, { purpose: 'tidy', waitMs: 0, signal }, async () => {
        const engine = await context.engine();
        const record = await context.records.read(identity);
        for (const lab of await engine.findLabs(context.home.id, signal)) {
          if (lab.lab !== identity) {
            continue;
          }
          if (isWhole(lab, record)) {
            await (lab.faults && undoLeftFaults(context, engine, lab, signal));
          } else {
            context.log.info(`Removing what is left of a start of ${identity} that did not get to its end.`);
            await engine.remove(lab, signal);
          }
        }
      });
    } catch (error) {
      if (!isUserError(error)) {
        throw error;
      }
      context.log.debug(`What is left of ${identity} stays for now: ${messageOf(error)}`);
    }
  }
}

/** The lab as the session has it; where its copy is gone, as it is on disk. */
export async function labOf(context: SessionContext, record: SessionRecord): Promise<Lab | undefined> {
  const copied = (await stat(record.copy).catch(() => undefined)) && (await context.readLab(record.copy, record.catalog, record.images));
  return copied || context.findLab(record.identity);
}

export async function isOutdated(context: SessionContext, identity: string, digest: string): Promise<boolean> {
  const lab = await context.findLab(identity);
  return lab !== undefined && (await context.digest(lab.folder)) !== digest;
}
