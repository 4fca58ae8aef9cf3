import { readFile, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { EngineResources } from '../../engine';
import type { Client } from '../connect/client';
import { defaults } from '../lab/limits';
import { callApi } from '../api/request';

const infoSchema = z.object({
  MemTotal: z.number().optional(),
  NCPU: z.number().optional(),
  DockerRootDir: z.string().optional(),
  KernelVersion: z.string().optional(),
  MemoryLimit: z.boolean().optional(),
  CpuCfsQuota: z.boolean().optional(),
  PidsLimit: z.boolean().optional(),
});

/** What the engine's machine has for labs. `root`: where this machine's own file system begins. */
export async function readResources(client: Client, signal?: AbortSignal, root = '/'): Promise<EngineResources> {
  const info = infoSchema.parse(await callApi(client.docker, { method: 'GET', path: '/info', signal }));
  // A socket alone does not say that the engine is on this machine: desktop engines run in one of their own.
  const here = client.endpoint.socketPath !== undefined && info.KernelVersion === release();
  const limits: [EngineResources['unlimited'][number], boolean | undefined][] = [
    ['memory', info.MemoryLimit], ['processors', info.CpuCfsQuota], ['processes', info.PidsLimit],
  ];
  return {
    memory: info.MemTotal,
    processors: info.NCPU,
    freeBytes: here && info.DockerRootDir ? await freeBytes(path.join(root, info.DockerRootDir)) : undefined,
    unlimited: limits.filter(([, can]) => can === false).map(([what]) => what),
    userNamespaces: here ? await userNamespaces(root) : undefined,
    defaultMemory: { plain: defaults.memory, engine: defaults.engine.memory },
  };
}

async function freeBytes(folder: string): Promise<number | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  return found && found.bavail * found.bsize;
}

/**
 * Whether the kernel lets people without rights make user namespaces, which an engine inside a lab needs; undefined
 * where it does not say. Source: user_namespaces(7), namespaces(7), and Debian's and Ubuntu's own switches.
 */
export async function userNamespaces(root: string): Promise<boolean | undefined> {
  const read = async (name: string): Promise<string | undefined> => (await readFile(path.join(root, 'proc/sys', name), 'utf8').catch(() => undefined))?.trim();
  const most = await read('user/max_user_namespaces');
  const denied = most === '0' || (await read('kernel/unprivileged_userns_clone')) === '0' || (await read('kernel/apparmor_restrict_unprivileged_userns')) === '1';
  return denied ? false : most === undefined ? undefined : true;
}
