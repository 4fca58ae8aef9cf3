import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { throwIfAborted } from '../../../common/cancellation';
import { isCancelled, messageOf, UserError } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { RestoreHooks, RunningLab, Snapshot } from '../../engine';
import { asAsked } from '../lab/asAsked';
import type { Client } from '../connect/client';
import { asking, unlessGone } from '../api/errors';
import { sharedLabels } from '../workspace/helper';
import { label, names } from '../labels';
import { createVolume } from '../network/network';
import { listOwn, type Own } from '../own';
import { callApi } from '../api/request';
import { resumeLab } from '../lab/resume';
import { removeVolume, snapshotsIn } from './snapshots';
import { keptContainerSchema, keyOf } from './snapshotVolumes';
import { fillVolume } from './takeSnapshot';
import { together } from '../api/together';
import { createdSchema } from '../api/wire';

/** A container as the engine describes it, kept whole: most of it goes back as it came. */
const wholeSchema = keptContainerSchema.extend({
  Name: z.string(),
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()) }),
  HostConfig: z.looseObject({
    NetworkMode: z.string(),
    ReadonlyRootfs: z.boolean().nullish(),
    Mounts: z.array(z.looseObject({ Type: z.string(), Source: z.string().optional(), Target: z.string() })).nullish(),
  }),
});

type Whole = z.infer<typeof wholeSchema>;

/** What waits to take the place of a container. */
interface Successor {
  id: string;
  /** The name it is to have. */
  name: string;
}

/** One bringing back of a lab to a snapshot. Until `leave` nothing of the lab is touched. */
class Restoring {
  private readonly made: string[] = [];
  private readonly volumes = new Map<string, string>();

  constructor(
    private readonly client: Client,
    private readonly lab: RunningLab,
    private readonly snapshot: Snapshot,
    private readonly hooks: RestoreHooks,
    private readonly log: Log,
  ) {}

  async run(signal?: AbortSignal): Promise<RunningLab> {
    throwIfAborted(signal);
    let own: Own;
    let successors: Successor[];
    try {
      ({ own, successors } = await asking(l10n.t('prepare the lab as it was'), this.prepare(signal)));
      throwIfAborted(signal);
      await this.hooks.leaving();
    } catch (error) {
      await this.forget();
      throw error;
    }
    try {
      return await this.leave(own, successors, signal);
    } catch (error) {
      throw isCancelled(error) ? error : halfwayError(error);
    }
  }

  private async prepare(signal?: AbortSignal): Promise<{ own: Own; successors: Successor[] }> {
    const { docker } = this.client;
    const own = await listOwn(docker, this.lab.home, this.lab.session, signal);
    if (!snapshotsIn(own).some(({ id }) => id === this.snapshot.id)) {
      throw goneError();
    }
    const containers = await Promise.all(
      own.containers.map(async ({ Id }) => wholeSchema.parse(asAsked(await callApi(docker, { method: 'GET', path: `/containers/${Id}/json`, signal })))),
    );
    this.hooks.onProgress({ phase: 'containers', message: l10n.t('Bringing back what the containers held') });
    await this.bringVolumes(own, containers, signal);
    const images = new Map(
      own.images.filter(({ Labels }) => Labels[label.snapshot] === this.snapshot.id).map(({ Id, Labels }) => [Labels[label.service] ?? '', Id]),
    );
    const stop = new AbortController();
    const successors = await together(containers.map((container) => this.succeed(container, own, images)), stop);
    return { own, successors };
  }

  /** Volumes of the snapshot, copied: it is to be there for the next time. */
  private async bringVolumes(own: Own, [first]: Whole[], signal?: AbortSignal): Promise<void> {
    const { docker } = this.client;
    const { session } = this.lab;
    const kept = own.volumes.filter(({ Labels }) => Labels[label.snapshot] === this.snapshot.id && Labels[label.volume]);
    for (const { Name, Labels } of first ? kept : []) {
      throwIfAborted(signal);
      const labels = sharedLabels(Labels);
      const key = Labels[label.volume] ?? '';
      const copy = names.copy(session, randomBytes(6).toString('hex'));
      this.volumes.set(key, copy);
      await createVolume(docker, copy, { ...labels, [label.volume]: key });
      if (!(await fillVolume(docker, { session, image: first?.Image ?? '', labels }, Name, copy, { signal }))) {
        throw goneError();
      }
    }
  }

  private async succeed(container: Whole, own: Own, images: ReadonlyMap<string, string>): Promise<Successor> {
    const { session } = this.lab;
    const { Config, HostConfig, Name } = container;
    const service = Config.Labels[label.service] ?? '';
    const image = HostConfig.ReadonlyRootfs ? container.Image : images.get(service);
    if (!image) {
      throw goneError();
    }
    const created = await callApi(this.client.docker, {
      method: 'POST',
      path: '/containers/create',
      query: { name: names.helper(session, randomBytes(6).toString('hex')) },
      body: {
        ...Config,
        Image: image,
        // An image gives its labels to its containers: what makes it a snapshot is taken back.
        Labels: { ...Config.Labels, [label.snapshot]: '', [label.base]: '' },
        HostConfig: { ...HostConfig, Mounts: this.mounts(container, own) },
        NetworkingConfig: { EndpointsConfig: endpoints(HostConfig.NetworkMode, service) },
      },
    });
    const { Id } = createdSchema.parse(created);
    this.made.push(Id);
    return { id: Id, name: Name.replace(/^\//, '') };
  }

  /** The container's mounts, with the volumes brought back in the place of those they were copied from. */
  private mounts(container: Whole, own: Own): object[] {
    const labels = new Map(own.volumes.map(({ Name, Labels }) => [Name, Labels]));
    const back = (name: string, target: string): string | undefined =>
      this.volumes.get(keyOf(this.lab.session, container, name, target, labels.get(name)));
    const configured = container.HostConfig.Mounts ?? [];
    const asked = configured.map((mount) => {
      const source = mount.Type === 'volume' ? back(mount.Source ?? '', mount.Target) : undefined;
      return source ? { ...mount, Source: source, VolumeOptions: { NoCopy: true } } : mount;
    });
    const targets = new Set(configured.map(({ Target }) => Target));
    const byImage = container.Mounts.filter(({ Type, Destination }) => Type === 'volume' && !targets.has(Destination));
    return [
      ...asked,
      ...byImage.flatMap(({ Name, Destination, RW }) => {
        const source = back(Name ?? '', Destination);
        return source
          ? [{ Type: 'volume', Source: source, Target: Destination, ReadOnly: RW === false, VolumeOptions: { NoCopy: true } }]
          : [];
      }),
    ];
  }

  /** From here on there is no way back: not broken off by the signal until the new containers have their place. */
  private async leave(own: Own, successors: Successor[], signal?: AbortSignal): Promise<RunningLab> {
    const { docker } = this.client;
    const { lab } = this;
    await asking(l10n.t('end the lab'), removeVolume(docker, names.marker(lab.session)));
    await asking(
      l10n.t('end the lab'),
      Promise.all(
        own.containers.map(({ Id }) =>
          unlessGone(callApi(docker, { method: 'DELETE', path: `/containers/${Id}`, query: { force: true, v: true } })),
        ),
      ),
    );
    const naming = Promise.all(successors.map(({ id, name }) => callApi(docker, { method: 'POST', path: `/containers/${id}/rename`, query: { name } })));
    // Each ends before any failure is told: nothing of this goes on behind the back of whoever tidies up.
    const results = await Promise.allSettled([this.hooks.down(), asking(l10n.t('name the containers'), naming), this.dropReplaced(own)]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
    const running = await resumeLab(this.client, lab, this.hooks.onProgress, this.log, signal);
    // Not marked whole yet, which is for the caller to do; it is up all the same.
    const down = running.services.some(({ state, exitCode }) => state === 'created' || (state === 'exited' && exitCode !== 0));
    return { ...running, state: down ? 'partial' : 'running' };
  }

  /** The volumes whose place others took. */
  private async dropReplaced(own: Own): Promise<void> {
    const prefix = names.volume(this.lab.session, '');
    const replaced = own.volumes.filter(
      ({ Name, Labels }) => !Labels[label.marker] && !Labels[label.snapshot] && this.volumes.has(Labels[label.volume] ?? `named:${Name.slice(prefix.length)}`),
    );
    await asking(l10n.t('remove a volume'), Promise.all(replaced.map(({ Name }) => removeVolume(this.client.docker, Name))));
  }

  /** Nothing of the lab was touched: what was made for it goes. */
  private async forget(): Promise<void> {
    const { docker } = this.client;
    try {
      await Promise.all(
        this.made.map((id) => unlessGone(callApi(docker, { method: 'DELETE', path: `/containers/${id}`, query: { force: true, v: true } }))),
      );
      await Promise.all([...this.volumes.values()].map((name) => removeVolume(docker, name)));
    } catch (error) {
      this.log.warn(`What was prepared to bring ${this.lab.lab} back could not be removed: ${messageOf(error)}`);
    }
  }
}

function endpoints(network: string, service: string): Record<string, { Aliases: string[] }> {
  return network === 'none' || network === 'host' || network === 'default' ? {} : { [network]: { Aliases: [service] } };
}

function goneError(): UserError {
  return new UserError(l10n.t('What was kept of the lab is not there any more.'), {
    code: 'snapshot-gone',
    action: { label: l10n.t('Reset Step'), text: l10n.t('Reset the step again: its containers are then made anew.'), command: 'aiLabs.resetStep' },
  });
}

function halfwayError(cause: unknown): UserError {
  return new UserError(l10n.t("The lab's containers did not come back up: {0}", messageOf(cause)), {
    code: 'restore-failed',
    detail: (cause as UserError).detail,
    cause,
    action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab again: its containers are then made anew.'), command: 'aiLabs.startLab' },
  });
}

/** @throws UserError `snapshot-gone` with the lab as it was, `restore-failed` with a lab that is half-made; CancelledError */
export function restoreSnapshot(
  client: Client,
  lab: RunningLab,
  snapshot: Snapshot,
  hooks: RestoreHooks,
  log: Log,
  signal?: AbortSignal,
): Promise<RunningLab> {
  return new Restoring(client, lab, snapshot, hooks, log).run(signal);
}
