import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EngineItem, RunningLab, Snapshot } from '../../engines/engine';
import { type Belonging, sum } from './belonging';

/** A lab of another home that is not whole yet is left alone for this long, in milliseconds: somebody may be making it. */
const makingMs = 10 * 60_000;

/** A belonging on the engine, with what its removal takes. */
export interface OnEngine {
  belonging: Belonging;
  /** All there is of a lab of one home. */
  labs?: RunningLab[];
  snapshot?: Snapshot;
  image?: EngineItem;
}

export interface EngineFacts {
  home: string;
  items: readonly EngineItem[];
  /** Of every home of which there is something. */
  labs: readonly RunningLab[];
  snapshots: readonly Snapshot[];
  /** Why a lab of this home has to be left alone; undefined where it has not. */
  busy: (identity: string) => string | undefined;
  /** Whether a lab of this home has ever been made whole. */
  isWhole: (lab: RunningLab) => boolean;
  titleOf: (identity: string) => string | undefined;
  now: number;
}

/** What is on the engine: labs as units, because half a lab is no use, and everything else one by one. */
export function engineBelongings(facts: EngineFacts): OnEngine[] {
  const groups = new Map<string, RunningLab[]>();
  for (const lab of facts.labs) {
    const key = `lab ${lab.home} ${lab.lab}`;
    groups.set(key, [...(groups.get(key) ?? []), lab]);
  }
  return [
    ...[...groups].map(([key, labs]) => labUnit(key, labs, facts)),
    ...facts.snapshots.map((snapshot) => snapshotUnit(snapshot, facts)),
    ...facts.items.filter(({ kind }) => kind === 'image').map(imageUnit),
  ];
}

function labUnit(key: string, labs: RunningLab[], facts: EngineFacts): OnEngine {
  const { home, lab: identity } = labs[0] as RunningLab;
  const mine = home === facts.home;
  const sessions = new Set(labs.map(({ session }) => session));
  const items = facts.items.filter((item) => item.home === home && item.session !== undefined && sessions.has(item.session));
  const parts = items.map(({ kind, name, bytes }) => ({ kind, name, bytes }));
  const up = labs.some(({ services }) => services.some(({ state }) => state === 'running' || state === 'paused'));
  const half = mine ? !labs.some(facts.isWhole) : false;
  const young = !mine && labs.some(({ state, createdAt }) => state === 'partial' && facts.now - Date.parse(createdAt) < makingMs);
  const why = up && !half ? l10n.t('it runs: stop it first') : mine ? facts.busy(identity) : up || young ? l10n.t('it may be in use') : undefined;
  const title = facts.titleOf(identity) ?? identity;
  return {
    labs,
    belonging: {
      key,
      kind: 'lab',
      title: mine ? title : l10n.t('{0}, of another home', title),
      detail: mine ? (half ? l10n.t('left over from a start that did not come to its end') : l10n.t('containers and their data; your files stay')) : homeText(labs),
      // Snapshots are listed by themselves, too.
      bytes: sum(parts.filter((part) => part.kind !== 'snapshot').map(({ bytes }) => bytes)),
      parts,
      whose: mine ? 'this' : 'other',
      offered: why === undefined,
      ...(why === undefined ? {} : { why }),
      ticked: half && why === undefined,
    },
  };
}

function snapshotUnit(snapshot: Snapshot, facts: EngineFacts): OnEngine {
  const { id, name, lab: identity, home, session, bytes, createdAt } = snapshot;
  const mine = home === facts.home;
  const lab = facts.labs.find((each) => each.session === session);
  const up = lab?.services.some(({ state }) => state === 'running' || state === 'paused') ?? false;
  const title = l10n.t('{0} at {1}', facts.titleOf(identity) ?? identity, name);
  const why = up ? l10n.t('its lab runs: stop it first') : undefined;
  return {
    snapshot,
    belonging: {
      key: `snapshot ${id}`,
      kind: 'snapshot',
      title: mine ? title : l10n.t('{0}, of another home', title),
      detail: l10n.t('made {0}; Reset Step goes back to it', createdAt.slice(0, 16).replace('T', ' ')),
      bytes,
      parts: [{ kind: 'snapshot', name: id, bytes }],
      whose: mine ? 'this' : 'other',
      offered: why === undefined,
      ...(why === undefined ? {} : { why }),
      // Without containers there is nothing that could go back to it.
      ticked: mine && lab?.services.length === 0,
    },
  };
}

function imageUnit(image: EngineItem): OnEngine {
  const { kind, id, name, bytes, wholeBytes, superseded, inUse } = image;
  const unfinished = name.startsWith('ai-labs/unfinished:');
  const detail = !superseded
    ? l10n.t('labs start from it; it is built again when it is needed')
    : unfinished
      ? l10n.t('what a build had come to when it was broken off; the next one goes on from there')
      : l10n.t('an older build of an image, which no lab starts from any more');
  return {
    image,
    belonging: {
      key: `image ${id}`,
      kind: 'image',
      title: name,
      detail,
      bytes,
      wholeBytes,
      parts: [{ kind, name, bytes }],
      whose: 'shared',
      offered: !inUse,
      ...(inUse ? { why: l10n.t('a container is made from it: remove that lab first') } : {}),
      ticked: !inUse && (superseded ?? false),
    },
  };
}

/** Where the other home is, as far as its labs' own labels say. */
function homeText(labs: readonly RunningLab[]): string {
  for (const { labels } of labs) {
    const folder = /"folder":"((?:[^"\\]|\\.)*)"/.exec(labels['record'] ?? '')?.[1];
    if (folder) {
      return l10n.t('belongs to {0}', dirname(folder));
    }
  }
  return l10n.t('belongs to the home {0}', labs[0]?.home ?? '');
}
