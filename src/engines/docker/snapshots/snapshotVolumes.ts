import * as z from 'zod';
import { label, names } from '../labels';
import { innerEngine } from '../lab/serviceFacts';

/** A container as far as its snapshot needs it, from `GET /containers/{id}/json?size=true`. */
export const keptContainerSchema = z.object({
  Id: z.string(),
  Image: z.string(),
  /** Bytes of its own layer; only where asked for. */
  SizeRw: z.number().nullish(),
  Config: z.object({ Labels: z.record(z.string(), z.string()) }),
  HostConfig: z.object({ ReadonlyRootfs: z.boolean().nullish() }),
  Mounts: z
    .array(z.object({ Type: z.string().nullish(), Name: z.string().nullish(), Destination: z.string(), RW: z.boolean().nullish() }))
    .nullish()
    .transform((mounts) => mounts ?? []),
});

export type KeptContainer = z.infer<typeof keptContainerSchema>;

/** A volume of a lab, and what it is called whatever volume stands for it now. */
export interface LabVolume {
  /** The engine's name. */
  name: string;
  key: string;
}

/**
 * The volumes in a lab's containers: named ones, and those an image asks for. What a service's own engine keeps is not
 * among them: its layers do not survive copying, and programs of it are running.
 * @param labels of the volumes that carry ours, by the engine's name
 */
export function volumesOf(session: string, containers: readonly KeptContainer[], labels: ReadonlyMap<string, Record<string, string>>): LabVolume[] {
  const found = new Map<string, LabVolume>();
  for (const container of containers) {
    for (const { Type, Name, Destination } of container.Mounts) {
      if (Type === 'volume' && Name && Destination !== innerEngine.storage && !found.has(Name)) {
        found.set(Name, { name: Name, key: keyOf(session, container, Name, Destination, labels.get(Name)) });
      }
    }
  }
  return [...found.values()];
}

export function keyOf(
  session: string,
  container: Pick<KeptContainer, 'Config'>,
  name: string,
  destination: string,
  labels: Record<string, string> | undefined,
): string {
  const prefix = names.volume(session, '');
  return (
    labels?.[label.volume] ??
    (name.startsWith(prefix) ? `named:${name.slice(prefix.length)}` : `at:${container.Config.Labels[label.service] ?? ''}:${destination}`)
  );
}
