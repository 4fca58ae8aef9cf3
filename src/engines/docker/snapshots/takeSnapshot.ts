import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { throwIfAborted } from '../../../common/cancellation';
import { messageOf, UserError } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { RunningLab, Snapshot, SnapshotRequest } from '../../engine';
import { copyArchive } from '../api/archive';
import { asking } from '../api/errors';
import { sharedLabels, withHelper } from '../workspace/helper';
import { label, names } from '../labels';
import { createVolume } from '../network/network';
import { commitAsOneLayer } from './oneLayer';
import { listOwn } from '../own';
import { callApi } from '../api/request';
import { dropOutdated, dropSnapshot } from './snapshots';
import { type KeptContainer, keptContainerSchema, volumesOf } from './snapshotVolumes';

/** One snapshot in the making: volumes first, then file systems, then the marker that says it is whole. */
class SnapshotTaking {
  private readonly id = randomBytes(6).toString('hex');
  private readonly createdAt = new Date().toISOString();
  private bytes = 0;

  constructor(
    private readonly docker: Docker,
    private readonly lab: RunningLab,
    private readonly request: SnapshotRequest,
    private readonly log: Log,
  ) {}

  async run(signal?: AbortSignal): Promise<Snapshot> {
    throwIfAborted(signal);
    try {
      return await asking(l10n.t('keep what the lab holds'), this.take(signal));
    } catch (error) {
      await this.cleanUp();
      throw error;
    }
  }

  private async take(signal?: AbortSignal): Promise<Snapshot> {
    const { docker, lab, request } = this;
    const own = await listOwn(docker, lab.home, lab.session, signal);
    const containers = await Promise.all(own.containers.map(({ Id }) => this.inspect(Id, signal)));
    const [first] = containers;
    if (!first) {
      throw goneError();
    }
    const labels = {
      ...sharedLabels(first.Config.Labels),
      [label.snapshot]: this.id,
      [label.snapshotName]: request.name,
      [label.snapshotAt]: this.createdAt,
    };
    const writable = containers.filter(({ HostConfig }) => !HostConfig.ReadonlyRootfs);
    const expected = writable.reduce((sum, { SizeRw }) => sum + (SizeRw ?? 0), 0);
    this.refuseBeyond(expected);
    // One after the other: the learner is at work, and this is not what they wait for.
    const known = new Map(own.volumes.map(({ Name, Labels }) => [Name, Labels]));
    for (const volume of volumesOf(lab.session, containers, known)) {
      await this.copyVolume(first, volume.name, { ...labels, [label.volume]: volume.key }, expected, signal);
    }
    const images: string[] = [];
    for (const container of writable) {
      throwIfAborted(signal);
      const image = await commitAsOneLayer(docker, container, labels, signal);
      images.push(image.id);
      this.bytes += image.bytes;
      this.refuseBeyond(this.bytes);
    }
    throwIfAborted(signal);
    return this.finish(containers, images.length, labels);
  }

  /** Whole only if the lab is still there with these containers, and nobody took a part away meanwhile. */
  private async finish(containers: KeptContainer[], images: number, labels: Record<string, string>): Promise<Snapshot> {
    const { docker, lab, request, id, createdAt } = this;
    const now = await listOwn(docker, lab.home, lab.session);
    const there = new Set(now.containers.map(({ Id }) => Id));
    const parts = now.images.filter(({ Labels }) => Labels[label.snapshot] === id).length;
    if (!containers.every(({ Id }) => there.has(Id)) || parts !== images) {
      throw goneError();
    }
    const snapshot = { id, lab: lab.lab, session: lab.session, home: lab.home, name: request.name, createdAt, bytes: this.bytes };
    const marker = { ...labels, [label.marker]: 'snapshot', [label.snapshotBytes]: String(this.bytes) };
    await createVolume(docker, names.snapshot(lab.session, id), marker);
    await dropOutdated(docker, now, snapshot).catch((error: unknown) => {
      this.log.warn(`Earlier snapshots of ${lab.lab} could not be removed: ${messageOf(error)}`);
    });
    return snapshot;
  }

  private async inspect(id: string, signal?: AbortSignal): Promise<KeptContainer> {
    const answer = await callApi(this.docker, {
      method: 'GET', path: `/containers/${id}/json`, query: { size: true }, timeoutMs: 120_000, signal,
    });
    return keptContainerSchema.parse(answer);
  }

  private async copyVolume({ Image }: KeptContainer, volume: string, labels: Record<string, string>, expected: number, signal?: AbortSignal): Promise<void> {
    const { docker, lab } = this;
    const copy = names.copy(lab.session, randomBytes(6).toString('hex'));
    await createVolume(docker, copy, labels);
    const copied = await fillVolume(docker, { session: lab.session, image: Image, labels: sharedLabels(labels) }, volume, copy, {
      onBytes: (count) => {
        this.bytes += count;
        this.refuseBeyond(this.bytes + expected);
      },
      signal,
    });
    if (!copied) {
      throw goneError();
    }
  }

  private refuseBeyond(bytes: number): void {
    if (bytes > this.request.limit) {
      throw tooBigError(bytes, this.request.limit);
    }
  }

  private async cleanUp(): Promise<void> {
    try {
      await dropSnapshot(this.docker, { ...this.lab, id: this.id });
    } catch (error) {
      // The cause of the failure is what counts; the parts go with the next snapshot, or with the lab.
      this.log.warn(`What was made of a snapshot of ${this.lab.lab} could not be removed: ${messageOf(error)}`);
    }
  }
}

/**
 * Copies the content of one volume into another, empty one, by containers that never run: two of them, because an engine
 * neither reads nor writes a container's files while it does the other. Returns false where the first one is not there.
 */
export function fillVolume(
  docker: Docker,
  helper: { session: string; image: string; labels: Record<string, string> },
  from: string,
  to: string,
  options: { onBytes?: (count: number) => void; signal?: AbortSignal } = {},
): Promise<boolean> {
  const target = '/ai-labs-volume';
  const source = { ...helper, mounts: [{ volume: from, target, readOnly: true }] };
  return withHelper(docker, source, (reading) =>
    withHelper(docker, { ...helper, mounts: [{ volume: to, target }] }, (writing) =>
      copyArchive(docker, { container: reading, path: `${target}/.` }, { container: writing, path: target }, options),
    ),
  );
}

function goneError(): UserError {
  return new UserError(l10n.t('The lab went away while its snapshot was made.'), {
    code: 'snapshot-gone',
    action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again.'), command: 'aiLabs.startLab' },
  });
}

function tooBigError(bytes: number, limit: number): UserError {
  const mb = (count: number): number => Math.ceil(count / 1024 ** 2);
  return new UserError(l10n.t('A snapshot of the lab would take more than the {0} MB it may.', mb(limit)), {
    code: 'snapshot-too-big',
    detail: l10n.t('At least {0} MB', mb(bytes)),
    action: {
      label: l10n.t('Open Settings'),
      text: l10n.t('Raise aiLabs.snapshots.limitMB, or go on: Reset Step then makes the containers anew.'),
      command: 'workbench.action.openSettings',
      arguments: ['aiLabs.snapshots.limitMB'],
    },
  });
}

/** @throws UserError `snapshot-too-big`, `snapshot-gone`; CancelledError; each after its parts are gone again */
export function takeSnapshot(docker: Docker, lab: RunningLab, request: SnapshotRequest, log: Log, signal?: AbortSignal): Promise<Snapshot> {
  return new SnapshotTaking(docker, lab, request, log).run(signal);
}
