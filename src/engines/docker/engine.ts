import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { abandonOnAbort, throwIfAborted } from '../../common/cancellation';
import { type Log, nullLog } from '../../common/log';
import type { UserError } from '../../common/errors';
import type {
  EngineCapabilities, EngineEvent, EngineInventory, EngineItem, EngineProgress, EngineResources, EngineStatus,
  ExecRequest, ExecResult, FolderEntry, ImageFacts, ImagePlan, ImageSource, LabSpec, LogOptions, ResolvedImage,
  RestoreHooks, Revived, RunningLab, ServiceFault, Shell, ShellRequest, Snapshot, SnapshotRequest, UploadFile,
} from '../engine';
import { capabilitiesOf, requireFaults, requireSnapshots } from './connect/capabilities';
import type { Client } from './connect/client';
import type { ConnectionOptions } from './connect/connection';
import { type ContextChoice, listContexts } from './connect/contexts';
import { createLab, markReady } from './lab/createLab';
import { setDeadlines } from './api/deadline';
import type { DockerConnection, DockerEngineOptions } from './connect/dockerConnection';
import { askingAll, isConnectionError, toUserError } from './api/errors';
import { watchEvents } from './api/events';
import { runExec } from './exec/exec';
import { KnownFacts } from './connect/facts';
import { download, upload } from './exec/files';
import { applyFaults, restartService, undoFaults } from './faults/faults';
import { findLabs } from './lab/find';
import { describeImage, exportImages, importImages } from './images/carry';
import { Images } from './images/images';
import { inventory } from './inventory/inventory';
import { readLogs } from './exec/logs';
import { describeEngine, probe } from './connect/probe';
import { removeSession } from './lab/remove';
import { removeBuiltImage } from './images/removeImage';
import { readResources } from './inventory/resources';
import { reownFolder } from './workspace/reownFolder';
import { restoreSnapshot } from './snapshots/restore';
import { resumeLab } from './lab/resume';
import { containerOf, endpointOf } from './lab/services';
import { openShell } from './exec/shell';
import { dropSnapshot, findSnapshots } from './snapshots/snapshots';
import { stopLab } from './lab/stop';
import { readFolder } from './workspace/streamed';
import { takeSnapshot } from './snapshots/takeSnapshot';
import { Watches } from './api/watches';

/** After these nobody knows what became of the engine: it is looked for anew. */
const unknownEnd = new Set(['engine-lost', 'engine-hung']);

/** Docker, and whatever speaks its API. Connects when first needed, and again after the connection was lost. */
class DockerEngine implements DockerConnection {
  readonly kind = 'docker';
  /** Of Docker, until it is known what is there. */
  capabilities: EngineCapabilities = capabilitiesOf();
  private readonly log: Log;
  private client: Promise<Client> | undefined;
  private facts = new KnownFacts();
  private readonly watches = new Watches();
  /** As the engine said when it was last probed. */
  private limits = true;

  constructor(private readonly options: DockerEngineOptions) {
    this.log = options.log ?? nullLog;
  }

  async probe(signal?: AbortSignal): Promise<EngineStatus> {
    const result = await probe(this.connection, signal);
    if (!('client' in result)) {
      this.client = undefined;
      return { usable: false, ...result };
    }
    const { client } = result;
    this.client = Promise.resolve(this.prepared(client));
    const { name, version, apiVersion, os, arch, endpoint } = client;
    const { rootless, limits } = await describeEngine(client, signal);
    this.limits = limits;
    this.capabilities = { ...this.capabilities, limits };
    return {
      usable: true,
      name,
      version,
      apiVersion,
      os,
      arch,
      endpoint: endpoint.address,
      rootless,
    };
  }

  planImages(sources: ImageSource[], signal?: AbortSignal): Promise<ImagePlan[]> {
    return this.with(l10n.t('look for images'), signal, (client) =>
      new Images(client, this.log, this.options.alone).plan(sources, signal),
    );
  }

  prepareImages(
    sources: ImageSource[],
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<ResolvedImage[]> {
    return this.with(l10n.t('prepare images'), signal, (client) =>
      new Images(client, this.log, this.options.alone).prepare(sources, onProgress, signal),
    );
  }

  describeImages(references: readonly string[], signal?: AbortSignal): Promise<(ImageFacts | undefined)[]> {
    return this.with(l10n.t('describe images'), signal, ({ docker }) =>
      Promise.all(references.map((reference) => describeImage(docker, reference, signal))),
    );
  }

  exportImages(references: readonly string[], signal?: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const doing = l10n.t('export images');
    return this.with(doing, signal, async ({ docker }) => askingAll(doing, await exportImages(docker, references, signal)));
  }

  importImages(archive: Readable, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('load images'), signal, ({ docker }) => importImages(docker, archive, signal));
  }

  createLab(
    spec: LabSpec,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<RunningLab> {
    return this.with(l10n.t('start the lab'), signal, (client) =>
      createLab(client, this.facts, spec, onProgress, this.log, signal),
    );
  }

  markReady(lab: RunningLab, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('mark the lab as ready'), signal, (client) => markReady(client, lab));
  }

  findLabs(home: string, signal?: AbortSignal): Promise<RunningLab[]> {
    return this.with(l10n.t('list the running labs'), signal, ({ docker }) => findLabs(docker, home, signal));
  }

  resume(
    lab: RunningLab,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<RunningLab> {
    return this.with(l10n.t('start the lab again'), signal, (client) =>
      resumeLab(client, lab, onProgress, this.log, signal),
    );
  }

  stop(lab: RunningLab, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('stop the lab'), signal, ({ docker }) => stopLab(docker, lab));
  }

  remove(lab: RunningLab, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('remove the lab'), signal, ({ docker }) => removeSession(docker, lab.home, lab.session));
  }

  restartService(
    lab: RunningLab,
    service: string,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<Revived> {
    onProgress({ phase: 'starting', message: l10n.t('Restarting {0}', service) });
    return this.with(l10n.t('restart a service'), signal, (client) => restartService(client, lab, service, this.log, signal));
  }

  applyFaults(lab: RunningLab, faults: ServiceFault[], signal?: AbortSignal): Promise<Revived> {
    return this.with(l10n.t('disturb services'), signal, async (client) => {
      requireFaults(capabilitiesOf(client.podman), faults);
      return applyFaults(client, lab, faults, this.log, signal);
    });
  }

  undoFaults(lab: RunningLab): Promise<Revived> {
    return this.with(l10n.t('bring services back'), undefined, (client) => undoFaults(client, lab, this.log));
  }

  exec(lab: RunningLab, service: string, request: ExecRequest, signal?: AbortSignal): Promise<ExecResult> {
    return this.with(l10n.t('run a command'), signal, ({ docker }) =>
      runExec(docker, containerOf(lab, service), request, signal),
    );
  }

  openShell(lab: RunningLab, service: string, request: ShellRequest, signal?: AbortSignal): Promise<Shell> {
    return this.with(l10n.t('open a terminal'), signal, ({ docker }) =>
      openShell(docker, containerOf(lab, service), request, signal),
    );
  }

  upload(lab: RunningLab, service: string, files: UploadFile[], signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('write files into a container'), signal, ({ docker }) =>
      upload(docker, containerOf(lab, service), files, signal),
    );
  }

  readFolder(
    lab: RunningLab,
    service: string,
    path: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<FolderEntry[]> {
    return this.with(l10n.t('read a folder of a container'), signal, (client) =>
      readFolder(client, containerOf(lab, service), path, limit, signal),
    );
  }

  download(
    lab: RunningLab,
    service: string,
    path: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    return this.with(l10n.t('read a file of a container'), signal, ({ docker }) =>
      download(docker, containerOf(lab, service), path, limit, signal),
    );
  }

  reownFolder(lab: RunningLab, service: string, owner: { uid: number; gid: number }, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('give files back to the learner'), signal, (client) => reownFolder(client, lab, service, owner, signal));
  }

  logs(
    lab: RunningLab,
    service: string,
    options: LogOptions,
    onChunk: (chunk: Buffer) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.with(l10n.t('show the log of a service'), signal, ({ docker }) =>
      readLogs(docker, containerOf(lab, service), options, onChunk, signal),
    );
  }

  endpoint(
    lab: RunningLab,
    service: string,
    port: number,
    signal?: AbortSignal,
  ): Promise<{ host: string; port: number }> {
    return this.with(l10n.t('find a port'), signal, (client) => endpointOf(client, lab, service, port, signal));
  }

  resources(signal?: AbortSignal): Promise<EngineResources> {
    return this.with(l10n.t('say what it has'), signal, (client) => readResources(client, signal));
  }

  inventory(signal?: AbortSignal): Promise<EngineInventory> {
    return this.with(l10n.t('list what is there'), signal, ({ docker }) => inventory(docker, signal));
  }

  removeImage(item: EngineItem, signal?: AbortSignal): Promise<void> {
    return this.with(l10n.t('remove {0}', item.name), signal, ({ docker }) => removeBuiltImage(docker, item, signal));
  }

  snapshot(lab: RunningLab, request: SnapshotRequest, signal?: AbortSignal): Promise<Snapshot> {
    return this.with(l10n.t('keep what the lab holds'), signal, async ({ docker, podman }) => {
      requireSnapshots(capabilitiesOf(podman));
      return takeSnapshot(docker, lab, request, this.log, signal);
    });
  }

  listSnapshots(home: string, session?: string, signal?: AbortSignal): Promise<Snapshot[]> {
    return this.with(l10n.t('list snapshots'), signal, ({ docker }) => findSnapshots(docker, home, session, signal));
  }

  removeSnapshot(snapshot: Snapshot): Promise<void> {
    return this.with(l10n.t('remove a snapshot'), undefined, ({ docker }) => dropSnapshot(docker, snapshot));
  }

  restore(lab: RunningLab, snapshot: Snapshot, hooks: RestoreHooks, signal?: AbortSignal): Promise<RunningLab> {
    return this.with(l10n.t('bring the lab back'), signal, async (client) => {
      requireSnapshots(capabilitiesOf(client.podman));
      return restoreSnapshot(client, lab, snapshot, hooks, this.log, signal);
    });
  }

  watch(home: string, listener: (event: EngineEvent) => void): { dispose(): void } {
    return this.watches.add(() => watchEvents(() => this.connect(), home, listener, this.log));
  }

  reconnect(): void {
    this.client = undefined;
    this.facts = new KnownFacts();
    this.limits = true;
    this.watches.restart();
  }

  contexts(signal?: AbortSignal): Promise<ContextChoice[]> {
    return listContexts(this.options, signal);
  }

  private get connection(): ConnectionOptions {
    return { ...this.options, ...this.options.place?.() };
  }

  private async with<T>(
    doing: string,
    signal: AbortSignal | undefined,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    throwIfAborted(signal);
    try {
      return await work(await this.connect(signal));
    } catch (error) {
      if (isConnectionError(error) || unknownEnd.has((error as UserError).code)) {
        this.client = undefined;
        this.facts = new KnownFacts();
      }
      throw toUserError(error, doing);
    }
  }

  /** Shared by all who call meanwhile, so that one caller's cancelling does not take it from the others. */
  private connect(signal?: AbortSignal): Promise<Client> {
    this.client ??= this.open();
    return abandonOnAbort(this.client, signal);
  }

  private prepared(client: Client): Client {
    const known = capabilitiesOf(client.podman);
    this.capabilities = { ...known, limits: known.limits && this.limits };
    if (this.options.deadlines) {
      setDeadlines(client.docker, this.options.deadlines);
    }
    return client;
  }

  private async open(): Promise<Client> {
    try {
      const result = await probe(this.connection);
      if ('client' in result) {
        return this.prepared(result.client);
      }
      throw result.error;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}

/** The Docker adapter of the port. Nothing is connected yet. */
export function createDockerEngine(options: DockerEngineOptions = {}): DockerConnection {
  return new DockerEngine(options);
}
