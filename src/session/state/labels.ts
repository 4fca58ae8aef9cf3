import type { Lab } from '../../curriculum/lab';
import type { RunningLab } from '../../engines/engine';
import type { SessionRecord } from './recordSchema';

/** What the containers themselves remember, so that a running lab is found whole even without its record. */
export function sessionLabels(record: SessionRecord): Record<string, string> {
  const { digest, copy, images, catalog, folder, seed, inputs, users, streamed } = record;
  return { digest, record: JSON.stringify({ digest, copy, images, catalog, folder, seed, inputs, users, streamed }) };
}

/** The record of a running lab, read back from its labels; undefined where they were not ours. */
export async function recordFromLabels(running: RunningLab): Promise<SessionRecord | undefined> {
  const { recordSchema } = await import('./recordSchema');
  try {
    const parsed = recordSchema.safeParse({
      ...(JSON.parse(running.labels['record'] ?? '{}') as object),
      v: 1,
      identity: running.lab,
      session: running.session,
      ready: true,
      prepared: true,
      ports: hostPorts(running),
      enteredSteps: [],
    });
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Host ports by service and container port. */
export function hostPorts(running: RunningLab): SessionRecord['ports'] {
  return Object.fromEntries(
    running.services.map((service) => [service.name, Object.fromEntries(service.ports.map((port) => [String(port.container), port.host]))]),
  );
}

/** The ports a learner may know of. */
export function shownPorts(lab: Lab, running: RunningLab | undefined): { service: string; container: number; host: number }[] {
  return (running?.services ?? [])
    .filter((service) => !lab.definition.services[service.name]?.hidden)
    .flatMap((service) => service.ports.map((port) => ({ service: service.name, container: port.container, host: port.host })));
}
