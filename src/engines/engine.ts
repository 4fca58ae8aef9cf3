import type { Readable } from 'node:stream';
import type { UserError } from '../common/errors';
import type { Event } from '../common/event';
import type { Service } from '../curriculum/service';

/**
 * The port behind which containers run. Adapters live beside it (`docker/`, later `kubernetes/`) and validate what
 * their engine says at the edge. Every call takes an AbortSignal; aborting rejects with CancelledError and leaves
 * nothing half-made. Failures a person can mend are UserErrors with one of these codes:
 *
 * - `engine-<EngineProblem>` it cannot be used; `engine-ssh-denied`, `-host-key`, `-missing`, `-no-docker`,
 *   `-no-engine` why it is unreachable over ssh; `engine-lost` the connection broke in the middle of something;
 *   `engine-hung` it stopped answering; `engine-refused` it said no, in its own words;
 *   `engine-lacks` what `capabilities` says it has not was asked of it;
 * - `image-context-missing`, `image-context-too-big`, `image-build-failed`, `image-pull-failed`, `image-missing`,
 *   `image-load-failed`;
 * - `lab-invalid` the lab asks for what cannot be; `service-ended`, `service-unhealthy` a service did not come up;
 *   `service-not-running`, `service-missing`, `port-not-published` asked of a lab that is not up, or has it not;
 * - `workspace-not-visible`, `workspace-not-writable`, `reown-failed` the learner's folder;
 * - `inner-engine-unavailable` the machine allows no engine inside a lab; `inner-engine-missing` its image has none;
 *   `lab-in-use` a part of it is held by others;
 * - `upload-failed`, `file-unreadable`, `folder-too-big`; `item-in-use` what was to be cleaned up is used by something.
 */

export interface EngineCapabilities {
  build: boolean;
  snapshots: boolean;
  /** Whether exec may choose the user. */
  execUsers: boolean;
  /** Whether a folder of this machine can be mounted (proven for a folder by the adapter, not assumed). */
  mounts: boolean;
  /** Whether a lab without `internet` has none even where it publishes ports. */
  offline: boolean;
  /** Whether limits of memory, processors and processes hold. */
  limits: boolean;
  /** Whether a service can be paused. */
  pauses: boolean;
}

export type EngineProblem = 'not-installed' | 'not-running' | 'no-permission' | 'hung' | 'too-old' | 'wrong-context' | 'tls' | 'unreachable';

export type EngineStatus =
  | { usable: true; name: string; version: string; apiVersion: string; os: string; arch: string; endpoint: string; rootless: boolean }
  | { usable: false; reason: EngineProblem; error: UserError };

/** Where an image comes from. `build` covers `labs/images/<name>` and a lab's own environment. */
export type ImageSource =
  | { kind: 'pull'; reference: string }
  | {
      kind: 'build';
      /** Repository name of the result, such as `ai-labs/python-ml` or `ai-labs/lab-docker-first-image`. */
      name: string;
      /** Absolute folder sent to the engine. */
      context: string;
      /** Path relative to the context. */
      dockerfile: string;
      args: Record<string, string>;
      target?: string;
      /** Absolute folder in which `FROM ai-labs/<name>` finds what it builds on. */
      images: string;
    };

export interface ImagePlan {
  source: ImageSource;
  /** Present already, with the same content digest. */
  ready: boolean;
  /** What the engine calls it once it is there. */
  reference: string;
  /** Absolute folders it is built from: its own, and those of the images of ours below it. Empty where it is pulled. */
  folders: string[];
}

/** An image that is there. */
export interface ImageFacts {
  id: string;
  /** With the layers it shares with others. */
  bytes: number;
  /** As the engine names it: `amd64`, `arm64`; empty where it does not say. */
  architecture: string;
  /** By digest, so that what several images share is counted once; one of all of it where the engine does not tell them apart. */
  layers: { id: string; bytes: number }[];
}

export interface ResolvedImage {
  /** What containers are created from: an image id. */
  id: string;
  /** `USER` of the image; empty for root. */
  user: string;
  /** Whether the image has a command or entrypoint of its own. */
  hasCommand: boolean;
}

export interface EngineProgress {
  phase: 'images' | 'network' | 'containers' | 'starting' | 'healthy' | 'setup';
  /** A sentence for a person: "Building the image python-ml: step 3 of 7". */
  message: string;
  /** From 0 to 1, where it is known. */
  fraction?: number;
  /** A line of a build's log, for the output channel. */
  log?: string;
}

export interface ServiceSpec {
  name: string;
  service: Service;
  image: ResolvedImage;
  /** True: the engine's own idle process keeps it up, as root, and learners come in by exec. */
  idle: boolean;
  environment: Record<string, string>;
  workingDir?: string;
  /** Published ports. `host` is the port of last time, tried first and replaced by a free one if it is taken. */
  ports: { container: number; host?: number }[];
  workspace?: {
    /** Absolute folder on this machine. */
    folder: string;
    target: string;
    readOnly: boolean;
    /**
     * The uid and gid the service's user must get so that it owns the folder's files; undefined: leave as it is. Users
     * named by number keep it.
     */
    owner?: { uid: number; gid: number };
    /**
     * Set where the engine does not see the folder: the services that have it share a volume in its place, which begins
     * with these files, owned by the user of the first service that may write. `owner` is then of no account.
     */
    streamed?: { files(): Promise<FolderEntry[]> };
  };
  /** What its command is to find when it begins; `upload` brings the rest, and what a read-only root takes on a tmpfs only. */
  files?: () => Promise<UploadFile[]>;
}

/** An entry of a folder, its path relative to that, with forward slashes. */
export interface FolderEntry {
  path: string;
  type: 'file' | 'directory' | 'link';
  /** Such as 0o644. */
  mode: number;
  content?: Uint8Array;
  /** Of a link. */
  target?: string;
}

export interface LabSpec {
  /** `<catalog>/<id>`. */
  lab: string;
  /** Random, 12 hex digits: one for each creation. Names of containers, network and volumes carry it. */
  session: string;
  /** Says whose lab this is: a digest of `aiLabs.home`. Labs of another home are never found, stopped or removed. */
  home: string;
  internet: boolean;
  services: ServiceSpec[];
  /** More to remember on the containers, such as the lab's content digest; keys without prefix. */
  labels: Record<string, string>;
}

export interface RunningService {
  name: string;
  /** The engine's id. */
  container: string;
  state: 'created' | 'running' | 'paused' | 'exited';
  exitCode?: number;
  /** Set on a service that ended because it used up its memory. */
  outOfMemory?: true;
  ports: { container: number; host: number }[];
}

/** What a check has the engine do to a service, to be undone afterwards. */
export interface ServiceFault {
  kind: 'stop' | 'pause' | 'restart' | 'disconnect';
  service: string;
}

/** A lab after services of it were started again. */
export interface Revived {
  lab: RunningLab;
  /** Services whose processes began anew: what set-up left running in them has ended. */
  services: string[];
}

export interface RunningLab {
  lab: string;
  session: string;
  home: string;
  labels: Record<string, string>;
  /** ISO 8601. */
  createdAt: string;
  /** `running`: whole and up. `partial`: half-made or some services down. `stopped`: whole, nothing runs. */
  state: 'running' | 'partial' | 'stopped';
  services: RunningService[];
  /** Set while a check disturbs services; where nobody is at work on the lab, it was left behind and is to be undone. */
  faults?: ServiceFault[];
}

export interface ExecRequest {
  command: string[];
  user?: string;
  workingDir?: string;
  environment?: Record<string, string>;
  /** Written to the command's standard input, which is then closed. */
  stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  onStdout?: (chunk: Buffer) => void;
  onStderr?: (chunk: Buffer) => void;
}

export interface ExecResult {
  /** Undefined where the engine could not say (the container died). A clean end of the streams proves nothing. */
  exitCode?: number;
}

export interface ShellRequest {
  command: string[];
  user?: string;
  workingDir?: string;
  environment?: Record<string, string>;
  columns: number;
  rows: number;
}

/** An interactive terminal inside a service. */
export interface Shell {
  write(data: Uint8Array | string): void;
  onData: Event<Buffer>;
  resize(columns: number, rows: number): Promise<void>;
  /** The exit code of the shell; undefined where the container died under it. */
  exited: Promise<number | undefined>;
  dispose(): void;
}

export interface UploadFile {
  /** Absolute path in the container; parent folders are made. */
  path: string;
  content: Uint8Array;
  /** Such as 0o644. */
  mode: number;
  /** A user name or uid of the image. */
  owner: string;
}

export interface LogOptions {
  /** Lines from the end; all when absent. */
  tail?: number;
  /** Until the service ends or the signal fires. */
  follow?: boolean;
  /** Only what it printed since it was last started. */
  sinceStart?: boolean;
}

export interface SnapshotRequest {
  /** What it is of, such as a step's id. It takes the place of an earlier one of the same name. */
  name: string;
  /** Most bytes it may take; a bigger one is not made. */
  limit: number;
}

/** A lab's containers as they were: file systems of its writable services, and its volumes. Never what was in memory. */
export interface Snapshot {
  /** 12 hex digits. */
  id: string;
  lab: string;
  session: string;
  home: string;
  name: string;
  /** ISO 8601, when it was begun. */
  createdAt: string;
  /** Disk space it takes beyond the lab's images. */
  bytes: number;
}

export interface RestoreHooks {
  onProgress: (progress: EngineProgress) => void;
  /** Everything is prepared; after this the lab's present containers go. Throwing leaves them as they are. */
  leaving: () => Promise<void>;
  /** Nothing of the lab runs, and nothing is started before this has settled. */
  down: () => Promise<void>;
}

/** Something about our labs changed on the engine, from whatever window or shell. */
export interface EngineEvent {
  lab: string;
  session: string;
  service?: string;
  kind: 'started' | 'died' | 'stopped' | 'removed' | 'oom' | 'paused' | 'unpaused';
}

/** Something of this product's on an engine. What may be somebody else's is never listed as one. */
export interface EngineItem {
  /** `snapshot`: an image of a lab's container, part of a snapshot or of the lab; `image`: built for labs to run from. */
  kind: 'container' | 'network' | 'volume' | 'snapshot' | 'image';
  /** What the engine calls it. */
  id: string;
  /** For a person. */
  name: string;
  /** What goes when it alone goes, in bytes; undefined where the engine did not say. */
  bytes?: number;
  /** Of an image, with the layers it shares with others. */
  wholeBytes?: number;
  /** Whose it is, as in `LabSpec`. Images belong to nobody: labs of all homes share them. */
  home?: string;
  lab?: string;
  session?: string;
  /** ISO 8601. */
  createdAt?: string;
  /** A container that runs, or what a container has. */
  inUse: boolean;
  /** An image of which there is a newer build, that has lost its name, or whose build never came to its end. */
  superseded?: boolean;
}

/** What the engine's machine has for labs; undefined where it does not say. */
export interface EngineResources {
  /** In bytes, for all containers together. */
  memory?: number;
  processors?: number;
  /** Free space where images and containers are kept, in bytes; known where the engine is on this machine. */
  freeBytes?: number;
  /** What of a container it cannot limit. */
  unlimited: ('memory' | 'processors' | 'processes')[];
  /** Whether a lab may have an engine of its own. */
  userNamespaces?: boolean;
  /** What a service may take that says nothing about it, in bytes. */
  defaultMemory: { plain: number; engine: number };
}

export interface EngineInventory {
  items: EngineItem[];
  /** What all images of the engine take together, in bytes, layers counted once: before and after tell what was freed. */
  imageBytes?: number;
}

export interface Engine {
  readonly kind: string;
  /** What is assumed before the engine was asked for the first time, what is known afterwards. */
  readonly capabilities: EngineCapabilities;

  /** Never throws and never takes longer than a few seconds. */
  probe(signal?: AbortSignal): Promise<EngineStatus>;
  planImages(sources: ImageSource[], signal?: AbortSignal): Promise<ImagePlan[]>;
  /** In the order asked. Builds or pulls what is missing. */
  prepareImages(sources: ImageSource[], onProgress: (progress: EngineProgress) => void, signal?: AbortSignal): Promise<ResolvedImage[]>;
  /** What is there under each name; undefined where nothing is. */
  describeImages(references: readonly string[], signal?: AbortSignal): Promise<(ImageFacts | undefined)[]>;
  /**
   * One tar archive of images by the names given, layers that they share once, in pieces as the engine sends them. The
   * iteration rejects where it breaks off.
   */
  exportImages(references: readonly string[], signal?: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /**
   * Loads such an archive: every image in it, under every name in it, so look into it first. What was loaded when it is
   * cancelled or fails (`image-load-failed`) stays.
   */
  importImages(archive: Readable, signal?: AbortSignal): Promise<void>;

  /** All of the services or none of them; resolves when every healthcheck a service waits for is healthy. */
  createLab(spec: LabSpec, onProgress: (progress: EngineProgress) => void, signal?: AbortSignal): Promise<RunningLab>;
  /** Marks a lab as whole (set-up done). What was never marked is half-made: found as `partial`. */
  markReady(lab: RunningLab, signal?: AbortSignal): Promise<void>;
  /** The labs of this home, whatever state they are in. */
  findLabs(home: string, signal?: AbortSignal): Promise<RunningLab[]>;
  /** Starts a stopped lab's containers again, in health order, host ports kept where they are free. */
  resume(lab: RunningLab, onProgress: (progress: EngineProgress) => void, signal?: AbortSignal): Promise<RunningLab>;
  stop(lab: RunningLab, signal?: AbortSignal): Promise<void>;
  /** Ends a service and starts it again, host ports kept where they are free; resolves when it is healthy. */
  restartService(lab: RunningLab, service: string, onProgress: (progress: EngineProgress) => void, signal?: AbortSignal): Promise<Revived>;
  /**
   * Disturbs services, all at once; a restarted one is up and healthy again when this resolves. What is done is noted on
   * the engine first. However this ends, `undoFaults` is due.
   */
  applyFaults(lab: RunningLab, faults: ServiceFault[], signal?: AbortSignal): Promise<Revived>;
  /**
   * Undoes what `applyFaults` of whatever process noted; the services are up and healthy again when this resolves. Where
   * nothing is noted it asks one question. Rejects where a service does not come back; that is then no fault any more.
   */
  undoFaults(lab: RunningLab): Promise<Revived>;
  /** Containers, network and volumes of one lab. Idempotent, and not broken off by the signal once it has begun. */
  remove(lab: RunningLab, signal?: AbortSignal): Promise<void>;

  /** Aborting lets go of the command; what must not run on has to be ended inside the container. */
  exec(lab: RunningLab, service: string, request: ExecRequest, signal?: AbortSignal): Promise<ExecResult>;
  /** The signal is for the opening only. Disposing of the shell hangs up on what runs in it. */
  openShell(lab: RunningLab, service: string, request: ShellRequest, signal?: AbortSignal): Promise<Shell>;
  upload(lab: RunningLab, service: string, files: UploadFile[], signal?: AbortSignal): Promise<void>;
  /** Bytes of a file in the container, at most `limit`. */
  download(lab: RunningLab, service: string, path: string, limit: number, signal?: AbortSignal): Promise<Buffer>;
  /** What a folder of a service holds, running or not; rejects (`folder-too-big`) where its archive exceeds `limit` bytes. */
  readFolder(lab: RunningLab, service: string, path: string, limit: number, signal?: AbortSignal): Promise<FolderEntry[]>;
  /** Gives all of the learner's folder, where it is mounted into that service, to an owner; also of a lab that does not run. */
  reownFolder(lab: RunningLab, service: string, owner: { uid: number; gid: number }, signal?: AbortSignal): Promise<void>;
  logs(lab: RunningLab, service: string, options: LogOptions, onChunk: (chunk: Buffer) => void, signal?: AbortSignal): Promise<void>;
  /** Where a published port is reached from this machine. */
  endpoint(lab: RunningLab, service: string, port: number, signal?: AbortSignal): Promise<{ host: string; port: number }>;
  /** What there is for labs. Rejects where the engine cannot be used. */
  resources(signal?: AbortSignal): Promise<EngineResources>;
  /** Everything this product owns on the engine, of whatever home. */
  inventory(signal?: AbortSignal): Promise<EngineInventory>;
  /** Removes an image of the inventory (kind `image`), if it is still ours. Rejects with `item-in-use` where something uses it. */
  removeImage(item: EngineItem, signal?: AbortSignal): Promise<void>;
  /**
   * Keeps what a lab's containers hold, without pausing them: one layer on each service's original image, and copies of
   * the volumes. What a service's own engine (`engine: true`) keeps is not part of it. Where it comes to nothing,
   * nothing is left of it. Only where `capabilities.snapshots`, as are the three below.
   */
  snapshot(lab: RunningLab, request: SnapshotRequest, signal?: AbortSignal): Promise<Snapshot>;
  /** Whole snapshots of a home, or of one creation of a lab; oldest first. They go with the lab. */
  listSnapshots(home: string, session?: string, signal?: AbortSignal): Promise<Snapshot[]>;
  /** Idempotent. What a running container still needs of it stays until the lab goes. */
  removeSnapshot(snapshot: Snapshot): Promise<void>;
  /**
   * Puts new containers, with the same names and ports, in the place of the lab's: from the snapshot's files, and volumes
   * filled from it. Whatever ran ends. Until `leaving` was told a failure changes nothing; from then on the lab is
   * half-made until it is marked ready again, so that its maker removes it where this fails (`restore-failed`).
   */
  restore(lab: RunningLab, snapshot: Snapshot, hooks: RestoreHooks, signal?: AbortSignal): Promise<RunningLab>;
  /** Tells of changes until disposed; reconnects by itself. */
  watch(home: string, listener: (event: EngineEvent) => void): { dispose(): void };
}
