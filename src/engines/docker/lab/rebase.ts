import type Docker from 'dockerode';
import * as z from 'zod';
import { asAsked } from './asAsked';
import { label } from '../labels';
import { choosePorts } from '../network/ports';
import { callApi } from '../api/request';
import { commitContainer } from '../snapshots/snapshot';
import { createdSchema } from '../api/wire';

/** A container as the engine describes it, kept whole: most of it goes back as it came. */
const wholeSchema = z.object({
  Name: z.string(),
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()) }),
  HostConfig: z.looseObject({
    NetworkMode: z.string(),
    PortBindings: z
      .record(z.string(), z.array(z.looseObject({ HostPort: z.string().optional() })).nullish())
      .nullish(),
  }),
});

/**
 * Makes a stopped container again with other host ports, which an engine cannot change: from an image of its own file
 * system, with the same mounts, name and labels. The image is labelled like the container and removed with the lab.
 * Returns the new container's id; the old one is gone.
 */
export async function withOtherPorts(docker: Docker, container: string): Promise<string> {
  const whole = wholeSchema.parse(
    asAsked(await callApi(docker, { method: 'GET', path: `/containers/${container}/json` })),
  );
  const ports = Object.entries(whole.HostConfig.PortBindings ?? {});
  const wanted = ports.map(([port, bindings]) => ({
    container: parseInt(port, 10),
    host: Number(bindings?.[0]?.HostPort ?? 0) || undefined,
  }));
  const chosen = await choosePorts(wanted, new Set());
  const PortBindings = Object.fromEntries(
    [...chosen].map(([port, host]) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(host) }]]),
  );

  const image = await commitContainer(docker, container);
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
  return createdSchema.parse(created).Id;
}
