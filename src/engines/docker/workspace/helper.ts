import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { sleep } from '../../../common/cancellation';
import { asking, statusOf, unlessGone } from '../api/errors';
import { label, names } from '../labels';
import { capabilities } from '../lab/limits';
import { callApi } from '../api/request';
import { containerSchema, createdSchema } from '../api/wire';

/** Labels of a lab that its helpers, volumes and images share; those of one service or snapshot left out. */
export function sharedLabels(labels: Record<string, string>): Record<string, string> {
  const own = new Set<string>([
    label.service, label.depends, label.completes, label.hidden, label.helper, label.snapshot, label.snapshotName, label.snapshotBytes, label.snapshotAt,
    label.base, label.volume, label.marker, label.digest,
  ]);
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key.startsWith('ai-labs.') && !own.has(key)));
}

export interface HelperOptions {
  session: string;
  image: string;
  /** Those that helpers of the lab share (`sharedLabels`). */
  labels: Record<string, string>;
  /** Volumes by name, and folders of the engine's machine. */
  mounts?: ({ target: string; readOnly?: boolean } & ({ volume: string } | { folder: string }))[];
  command?: string[];
}

/**
 * Runs `work` with a container that only carries files: it has no network and, unless `runHelper` is asked, never runs.
 * It is gone afterwards, and found by its labels should it not be.
 */
export async function withHelper<T>(docker: Docker, options: HelperOptions, work: (id: string) => Promise<T>): Promise<T> {
  const [program, ...rest] = options.command ?? ['true'];
  const created = await callApi(docker, {
    method: 'POST',
    path: '/containers/create',
    query: { name: names.helper(options.session, randomBytes(6).toString('hex')) },
    body: {
      Image: options.image,
      User: '0',
      Entrypoint: [program],
      Cmd: rest,
      WorkingDir: '/',
      // An image gives its labels to its containers: what would make this one a service is taken back.
      Labels: { ...options.labels, [label.helper]: 'true', [label.service]: '', [label.snapshot]: '' },
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        NetworkMode: 'none',
        CapDrop: ['ALL'],
        CapAdd: capabilities,
        PidsLimit: 64,
        Mounts: (options.mounts ?? []).map((mount) => ({
          ...('volume' in mount
            ? { Type: 'volume', Source: mount.volume, VolumeOptions: { NoCopy: true } }
            : { Type: 'bind', Source: mount.folder }),
          Target: mount.target,
          ReadOnly: mount.readOnly ?? false,
        })),
      },
    },
  });
  const id = createdSchema.parse(created).Id;
  try {
    return await work(id);
  } finally {
    await removeHelper(docker, id);
  }
}

/** Starts a helper and waits until it has ended; throws where it did not end well. */
export async function runHelper(docker: Docker, id: string, signal?: AbortSignal): Promise<void> {
  await asking(l10n.t('run a helper'), callApi(docker, { method: 'POST', path: `/containers/${id}/start` }));
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    const { State } = containerSchema.parse(await callApi(docker, { method: 'GET', path: `/containers/${id}/json`, signal }));
    if (!State.Running && State.Status === 'exited') {
      if (State.ExitCode !== 0) {
        throw new Error(`A helper ended with exit code ${State.ExitCode}`);
      }
      return;
    }
    await sleep(pause, signal);
  }
}

/** An archive under way holds a container for a moment. */
async function removeHelper(docker: Docker, id: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await unlessGone(callApi(docker, { method: 'DELETE', path: `/containers/${id}`, query: { force: true, v: true } }));
      return;
    } catch (error) {
      if (attempt >= 10 || statusOf(error) === undefined) {
        throw error;
      }
      await sleep(100);
    }
  }
}
