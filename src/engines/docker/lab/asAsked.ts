import * as z from 'zod';
import type { ContainerConfig } from './containerConfig';

/** On containers of Podman: what was asked for, as JSON, without image and labels. */
const askedLabel = 'ai-labs.asked';

/**
 * Notes on a container what it was asked to be. What Podman tells of one does not do as an order for another: the
 * network's name, the user namespace and the security options are missing, limits are told in ways that exclude each
 * other, and volumes become paths.
 */
export function noteAsked(config: ContainerConfig): ContainerConfig {
  const asked = { ...config, Image: undefined, Labels: undefined };
  return { ...config, Labels: { ...config.Labels, [askedLabel]: JSON.stringify(asked) } };
}

const tellingSchema = z.looseObject({
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }),
  HostConfig: z.looseObject({ PortBindings: z.unknown() }),
  Mounts: z.array(z.looseObject({ Name: z.string().nullish(), Destination: z.string() })).nullish(),
});

const askedSchema = z.looseObject({
  HostConfig: z.looseObject({ Mounts: z.array(z.looseObject({ Type: z.string(), Target: z.string() })) }),
});

/**
 * The engine's description of a container so that one like it can be made from it: with what was noted, where something
 * was, in the place of what is told. Ports and volumes are those it has now.
 */
export function asAsked(answer: unknown): unknown {
  const told = tellingSchema.parse(answer);
  const note = told.Config.Labels?.[askedLabel];
  if (note === undefined) {
    return answer;
  }
  const { HostConfig, ...config } = askedSchema.parse(JSON.parse(note));
  const names = new Map(told.Mounts?.map(({ Destination, Name }) => [Destination, Name]));
  const Mounts = HostConfig.Mounts.map((mount) =>
    mount.Type === 'volume' ? { ...mount, Source: names.get(mount.Target) ?? mount['Source'] } : mount,
  );
  return {
    ...told,
    Config: { ...config, Image: told.Config['Image'], Labels: told.Config.Labels },
    HostConfig: { ...HostConfig, Mounts, PortBindings: told.HostConfig.PortBindings },
  };
}
