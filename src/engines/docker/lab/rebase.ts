import type Docker from 'dockerode';
import * as z from 'zod';
import { isUserError } from '../../../common/errors';
import { unlessGone } from '../api/errors';
import type { Client } from '../connect/client';
import { asAsked } from './asAsked';
import { label } from '../labels';
import { choosePorts } from '../network/ports';
import { callApi } from '../api/request';
import { commitAsOneLayer, removeImage } from '../snapshots/oneLayer';
import { commitContainer } from '../snapshots/snapshot';
import { type KeptContainer, keptContainerSchema } from '../snapshots/snapshotVolumes';
import { createdSchema } from '../api/wire';

/** A container as the engine describes it, kept whole: most of it goes back as it came. */
const wholeSchema = z.object({
  Name: z.string(),
  Image: z.string(),
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()) }),
  HostConfig: z.looseObject({
    NetworkMode: z.string(),
    PortBindings: z
      .record(z.string(), z.array(z.looseObject({ HostPort: z.string().optional() })).nullish())
      .nullish(),
  }),
});

const imageSchema = z.object({ Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish() });

/**
 * Makes a stopped container again with other host ports, which an engine cannot change: from an image of its own file
 * system, with the same mounts, name and labels. The image is labelled like the container and removed with the lab; however
 * often ports change, it is one layer on the lab's own image. Returns the new container's id; the old one is gone.
 */
export async function withOtherPorts({ docker, podman }: Pick<Client, 'docker' | 'podman'>, container: string): Promise<string> {
  const answer = await callApi(docker, { method: 'GET', path: `/containers/${container}/json` });
  const whole = wholeSchema.parse(asAsked(answer));
  const ports = Object.entries(whole.HostConfig.PortBindings ?? {});
  const wanted = ports.map(([port, bindings]) => ({
    container: parseInt(port, 10),
    host: Number(bindings?.[0]?.HostPort ?? 0) || undefined,
  }));
  const chosen = await choosePorts(wanted, new Set());
  const PortBindings = Object.fromEntries(
    [...chosen].map(([port, host]) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(host) }]]),
  );

  // Podman shows all files that are read out of a container as root's: there layers have to stack.
  const image = podman ? await commitContainer(docker, container) : await ownLayer(docker, keptContainerSchema.parse(answer));
  const name = whole.Name.replace(/^\//, '');
  await callApi(docker, {
    method: 'POST',
    path: `/containers/${container}/rename`,
    query: { name: `${name}.old` },
  });
  const network = whole.HostConfig.NetworkMode;
  const created = await callApi(docker, {
    method: 'POST',
    path: '/containers/create',
    query: { name },
    body: {
      ...whole.Config,
      Image: image,
      HostConfig: { ...whole.HostConfig, PortBindings },
      NetworkingConfig: {
        EndpointsConfig: { [network]: { Aliases: [whole.Config.Labels[label.service] ?? name] } },
      },
    },
  });
  await callApi(docker, { method: 'DELETE', path: `/containers/${container}`, query: { force: true } });
  await dropEarlier(docker, whole.Image);
  return createdSchema.parse(created).Id;
}

async function ownLayer(docker: Docker, container: KeptContainer): Promise<string> {
  try {
    return (await commitAsOneLayer(docker, container, {})).id;
  } catch (error) {
    if (!isUserError(error) || error.code !== 'snapshot-too-big') {
      throw error;
    }
    // More changes than can be noted; one layer more is better than a lab that does not start.
    return commitContainer(docker, container.Id);
  }
}

/** The image of an earlier change of ports; not one of a snapshot, which is still gone back to, and not the lab's own. */
async function dropEarlier(docker: Docker, id: string): Promise<void> {
  const found = imageSchema.safeParse(await unlessGone(callApi(docker, { method: 'GET', path: `/images/${id}/json` })));
  const labels = (found.success && found.data.Config?.Labels) || {};
  if (labels[label.session] && !labels[label.snapshot]) {
    await removeImage(docker, id);
  }
}
