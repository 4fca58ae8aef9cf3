import type { LabSpec } from '../engine';

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
  /** `ready` on the empty volume that says the lab's set-up was finished. */
  marker: 'ai-labs.marker',
  /** On images: the full content digest they were built from. */
  digest: 'ai-labs.digest',
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
  marker: (session: string) => `ai-labs-${session}.ready`,
};
