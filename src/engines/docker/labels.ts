import type { LabSpec, RunningLab } from '../engine';

/**
 * What marks a container, network or volume as ours. Everything is found again by labels alone, and nothing without
 * both `home` and `session` is ever stopped or removed.
 */
export const label = {
  home: 'ai-labs.home',
  lab: 'ai-labs.lab',
  session: 'ai-labs.session',
  service: 'ai-labs.service',
  /** Names of all services of the lab, joined by commas, on every container: tells whether one is missing. */
  services: 'ai-labs.services',
  /** ISO 8601, the moment the lab's creation began. */
  created: 'ai-labs.created',
  /** What the service waits for, as JSON: service -> condition. */
  depends: 'ai-labs.depends',
  /** `true` on a service that others wait for to end: exit code 0 is its good state. */
  completes: 'ai-labs.completes',
  /** `true` on a service that the learner does not look into: what it prints stays out of messages. */
  hidden: 'ai-labs.hidden',
  /** On an empty volume: `ready` says that the lab's set-up was finished, `faults` that a check disturbs services, `snapshot` that one is whole. */
  marker: 'ai-labs.marker',
  /** On the volume that says so: the faults, and what was up before, as JSON (`faults.ts`). */
  faults: 'ai-labs.faults',
  /** On images: the full content digest they were built from. */
  digest: 'ai-labs.digest',
  /**
   * On every part of a snapshot: its id, 12 hex digits. Empty on containers made from one, which would inherit the
   * labels of their image.
   */
  snapshot: 'ai-labs.snapshot',
  /** What a snapshot is called, such as a step's id; its bytes; when it was begun (ISO 8601). */
  snapshotName: 'ai-labs.snapshot.name',
  snapshotBytes: 'ai-labs.snapshot.bytes',
  snapshotAt: 'ai-labs.snapshot.at',
  /** On a snapshot's image: id of the image it is one layer on. */
  base: 'ai-labs.snapshot.base',
  /** On containers that only carry files for a moment; they are no service. */
  helper: 'ai-labs.helper',
  /** On volumes copied from others: which of the lab's volumes it stands for (`snapshotVolumes.ts`). */
  volume: 'ai-labs.volume',
  /** Prefix of what the caller wants remembered. */
  extra: 'ai-labs.label.',
} as const;

/** Labels every object of a lab carries. */
export function labLabels(spec: LabSpec, createdAt: string): Record<string, string> {
  const labels: Record<string, string> = {
    [label.home]: spec.home,
    [label.lab]: spec.lab,
    [label.session]: spec.session,
    [label.services]: spec.services.map((service) => service.name).join(','),
    [label.created]: createdAt,
  };
  for (const [key, value] of Object.entries(spec.labels)) {
    labels[label.extra + key] = value;
  }
  return labels;
}

/** Labels of an empty volume that notes something about a lab that is there. */
export function markerLabels(lab: RunningLab, marker: 'ready' | 'faults'): Record<string, string> {
  return {
    [label.home]: lab.home,
    [label.lab]: lab.lab,
    [label.session]: lab.session,
    [label.services]: lab.services.map(({ name }) => name).join(','),
    [label.created]: lab.createdAt,
    [label.marker]: marker,
  };
}

/** Of the labels of one of a lab's objects those that every one of them carries. */
export function sharedLabels(labels: Record<string, string>): Record<string, string> {
  const shared: string[] = [label.home, label.lab, label.session, label.services, label.created];
  return Object.fromEntries(Object.entries(labels).filter(([key]) => shared.includes(key) || key.startsWith(label.extra)));
}

/** The caller's own labels, back without prefix. */
export function extraLabels(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([key]) => key.startsWith(label.extra))
      .map(([key, value]) => [key.slice(label.extra.length), value]),
  );
}

/** A label filter of the Engine API that matches one home, and one session of it when given. */
export function labelFilters(home: string, session?: string): string[] {
  return [`${label.home}=${home}`, ...(session ? [`${label.session}=${session}`] : [])];
}

export const names = {
  network: (session: string) => `ai-labs-${session}`,
  container: (session: string, service: string) => `ai-labs-${session}-${service}`,
  volume: (session: string, volume: string) => `ai-labs-${session}-${volume}`,
  /** Stands for the learner's folder where the engine does not see that; no volume of a lab can have this name. */
  workspace: (session: string) => `ai-labs-${session}-.workspace`,
  marker: (session: string) => `ai-labs-${session}.ready`,
  snapshot: (session: string, snapshot: string) => `ai-labs-${session}.snapshot-${snapshot}`,
  /** A volume of a snapshot, or one brought back from it; `id` is random. */
  copy: (session: string, id: string) => `ai-labs-${session}.copy-${id}`,
  /** Containers that only carry files, and those that wait to take a service's place. */
  helper: (session: string, id: string) => `ai-labs-${session}.helper-${id}`,
  faults: (session: string) => `ai-labs-${session}.faults`,
};
