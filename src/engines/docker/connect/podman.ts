import type Docker from 'dockerode';
import * as z from 'zod';
import { noteAsked } from '../lab/asAsked';
import type { ContainerConfig } from '../lab/containerConfig';
import { capabilities } from '../lab/limits';
import { callApi } from '../api/request';
import { isRootUser } from '../lab/serviceFacts';

/** What matters of a Podman, beyond that it is one. */
export interface PodmanFacts {
  /** It runs as an ordinary user, in a user namespace and a network of that user's own. */
  rootless: boolean;
  /** Memory, processor and process limits hold: not for an ordinary user with cgroups of version 1. */
  limits: boolean;
  /** Containers can be paused: not where they have no cgroup of their own, for the same reason. */
  pauses: boolean;
}

/** Podman's own description of itself. Source: https://docs.podman.io/en/latest/_static/api.html, `GET /libpod/info` */
const infoSchema = z.object({
  host: z.object({
    cgroupVersion: z.string().nullish(),
    cgroupControllers: z.array(z.string()).nullish(),
    security: z.object({ rootless: z.boolean() }),
  }),
});

export async function describePodman(docker: Docker, signal?: AbortSignal): Promise<PodmanFacts> {
  const { host } = infoSchema.parse(await callApi(docker, { method: 'GET', path: '/libpod/info', signal }));
  const controllers = host.cgroupControllers ?? [];
  const { rootless } = host.security;
  return {
    rootless,
    pauses: !rootless || host.cgroupVersion === 'v2',
    limits: ['memory', 'pids'].every((name) => controllers.includes(name)),
  };
}

/** What Podman gives every container and labs must not have. Source: containers.conf(5), `default_capabilities`. */
const unwanted = ['AUDIT_WRITE', 'FSETID', 'MKNOD', 'NET_RAW', 'SETFCAP', 'SETPCAP', 'SYS_CHROOT'];

/**
 * What Podman is asked instead of what Docker is, for the same container:
 * - Names are answered by a server of Podman's on the network's gateway: another one would take its place.
 * - To a main process that is not root, Podman gives the capabilities that were added in so many words. Leaving out is
 *   the way to give them to later execs of root alone, as Docker does.
 * - Options of a file system in memory that name its owner are refused: it is given away when the container starts.
 * - Without root, the user who runs Podman has to be the same number inside and outside for a mounted folder to be
 *   theirs on both sides (`keep-id`); root inside is then a number that nobody has outside.
 */
export function forPodman(config: ContainerConfig, { rootless }: PodmanFacts): ContainerConfig {
  const host = { ...config.HostConfig };
  delete host.Dns;
  delete host.DnsOptions;
  const asRoot = isRootUser(config.User);
  const tmpfs = Object.entries(host.Tmpfs).map(([target, options]) => [target, withoutOwner(options)]);
  return noteAsked({
    ...config,
    ...giveAway(config),
    // With `keep-id`, nobody in particular is the user who runs Podman, not root.
    User: asRoot ? '0' : config.User,
    HostConfig: {
      ...host,
      Tmpfs: Object.fromEntries(tmpfs) as Record<string, string>,
      // No masked paths at all are said in other words.
      SecurityOpt: host.MaskedPaths?.length === 0 ? [...host.SecurityOpt, 'unmask=ALL'] : host.SecurityOpt,
      ...(asRoot ? { CapDrop: ['ALL'], CapAdd: capabilities } : { CapDrop: unwanted, CapAdd: [] }),
      ...(rootless ? { UsernsMode: 'keep-id' } : {}),
    },
  });
}

function withoutOwner(options: string): string {
  return options
    .split(',')
    .filter((option) => !/^(uid|gid)=/.test(option))
    .join(',');
}

/** The process that keeps a service up, after giving away at each start what could not be asked to belong to a user. */
function giveAway({ Entrypoint, Cmd, User, HostConfig }: ContainerConfig): Pick<ContainerConfig, 'Entrypoint' | 'Cmd'> {
  const orders = Object.entries(HostConfig.Tmpfs).flatMap(([target, options]) => {
    const [, uid] = /(?:^|,)uid=(\d+)/.exec(options) ?? [];
    const [, gid = uid] = /(?:^|,)gid=(\d+)/.exec(options) ?? [];
    return uid ? [`chown ${uid}:${gid} ${target}`] : [];
  });
  return orders.length > 0 && isRootUser(User) && Entrypoint
    ? { Entrypoint: ['sh', '-c', `${orders.join(' && ')}; exec "$0" "$@"`, ...Entrypoint], Cmd }
    : { Entrypoint, Cmd };
}
