import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../../../common/cancellation';
import { UserError } from '../../../common/errors';
import type { Log } from '../../../common/log';
import type { EngineProgress, ImagePlan, ImageSource, ResolvedImage } from '../../engine';
import { buildImage } from './build';
import type { Client } from '../connect/client';
import { ownBases, packContext, pinBases, readDockerfile } from './context';
import { statusOf } from '../api/errors';
import { label } from '../labels';
import { pullImage } from './pull';
import { callApi } from '../api/request';
import { imageSchema } from '../api/wire';

type BuildSource = Extract<ImageSource, { kind: 'build' }>;
type ImageInfo = ReturnType<typeof imageSchema.parse>;

/** An image of ours as it should be: its content is known, whether it is built or not. */
interface Target {
  source: BuildSource;
  digest: string;
  archive: Buffer;
  /** `ai-labs/<name>:<first 12 digits of the digest>` */
  tag: string;
  bases: Target[];
}

/** Commands of base images that only make sense at a terminal: a service started with one ends at once. */
const interactive = new Set(['sh', 'bash', 'ash', 'python3', 'python', 'node', 'irb', 'psql', 'redis-cli']);

function hasOwnCommand(info: ImageInfo): boolean {
  const entrypoint = info.Config?.Entrypoint ?? [];
  const command = info.Config?.Cmd ?? [];
  const [only = ''] = command;
  return (
    entrypoint.length > 0 ||
    (command.length > 0 && !(command.length === 1 && interactive.has(path.posix.basename(only))))
  );
}

function nameOf(source: ImageSource): string {
  return source.kind === 'build' ? source.name : source.reference;
}

function foldersOf({ source, bases }: Target): string[] {
  return [...new Set([source.context, ...bases.flatMap(foldersOf)])];
}

function resolved(info: ImageInfo): ResolvedImage {
  return { id: info.Id, user: info.Config?.User ?? '', hasCommand: hasOwnCommand(info) };
}

/**
 * Does work that nobody else does under the same name meanwhile, in this process or another. `onWaiting` is called where
 * somebody does.
 */
export type Alone = <T>(name: string, work: () => Promise<T>, onWaiting: () => void, signal?: AbortSignal) => Promise<T>;

/** Builds and pulls what labs run from; nothing that is there with the same content is made again. */
export class Images {
  private readonly targets = new Map<string, Promise<Target>>();

  constructor(
    private readonly client: Client,
    private readonly log: Log,
    private readonly alone: Alone = (_name, work) => work(),
  ) {}

  async plan(sources: ImageSource[], signal?: AbortSignal): Promise<ImagePlan[]> {
    return Promise.all(
      sources.map(async (source) => {
        const ready = (await this.find(source, signal)) !== undefined;
        const target = source.kind === 'build' ? await this.target(source) : undefined;
        return { source, ready, reference: target?.tag ?? nameOf(source), folders: target ? foldersOf(target) : [] };
      }),
    );
  }

  async prepare(
    sources: ImageSource[],
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<ResolvedImage[]> {
    const images: ResolvedImage[] = [];
    for (const source of sources) {
      throwIfAborted(signal);
      images.push(
        resolved((await this.find(source, signal)) ?? (await this.make(source, onProgress, signal))),
      );
    }
    return images;
  }

  private async find(source: ImageSource, signal?: AbortSignal): Promise<ImageInfo | undefined> {
    if (source.kind === 'pull') {
      return this.inspect(source.reference, signal);
    }
    return this.findBuilt(await this.target(source), signal);
  }

  private async findBuilt(target: Target, signal?: AbortSignal): Promise<ImageInfo | undefined> {
    const info = await this.inspect(target.tag, signal);
    return info?.Config?.Labels[label.digest] === target.digest ? info : undefined;
  }

  private async make(
    source: ImageSource,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<ImageInfo> {
    if (source.kind === 'pull') {
      await pullImage(this.client.docker, source.reference, onProgress, signal);
    } else {
      await this.build(await this.target(source), onProgress, signal);
    }
    const made = await this.find(source, signal);
    if (!made) {
      throw new UserError(l10n.t('The image {0} was made, and somebody removed it before it could be used.', source.kind === 'pull' ? source.reference : source.name), {
        code: 'image-missing',
        action: { label: l10n.t('Try Again'), text: l10n.t('Start the lab again: its image is made once more.') },
      });
    }
    return made;
  }

  private async build(
    target: Target,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    for (const base of target.bases) {
      if (!(await this.findBuilt(base, signal))) {
        await this.build(base, onProgress, signal);
      }
    }
    const title = target.source.name.replace(/^ai-labs\/(lab-)?/, '');
    const waiting = (): void => onProgress({ phase: 'images', message: l10n.t('Waiting for the image {0}, which is being built', title) });
    // Two builds of one image at a time would do the same work twice.
    const build = async (): Promise<void> => {
      if (!(await this.findBuilt(target, signal))) {
        await this.buildNow(target, title, onProgress, signal);
      }
    };
    await this.alone(target.tag, build, waiting, signal);
  }

  private async buildNow(
    { source, digest, archive, tag }: Target,
    title: string,
    onProgress: (progress: EngineProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    this.log.info(`Building ${tag} from ${source.context}`);
    const order = {
      title,
      tags: [tag, `${source.name}:latest`],
      digest,
      archive,
      dockerfile: source.dockerfile,
      args: source.args,
      target: source.target,
    };
    await buildImage(this.client.docker, order, onProgress, signal);
  }

  private target(source: BuildSource): Promise<Target> {
    const key = JSON.stringify(source);
    const known = this.targets.get(key) ?? this.read(source, []);
    this.targets.set(key, known);
    return known;
  }

  private async read(source: BuildSource, seen: string[]): Promise<Target> {
    if (seen.includes(source.name)) {
      throw new UserError(
        l10n.t('The images {0} build on each other in a circle.', [...seen, source.name].join(' → ')),
        {
          code: 'lab-invalid',
          action: { label: l10n.t('Edit Dockerfile'), text: l10n.t('Correct FROM in one of these Dockerfiles.') },
        },
      );
    }
    const text = await readDockerfile(source.context, source.dockerfile);
    const names = ownBases(text);
    const bases: Target[] = [];
    for (const name of names) {
      const base: BuildSource = {
        kind: 'build',
        name: `ai-labs/${name}`,
        context: path.join(source.images, name),
        dockerfile: 'Dockerfile',
        args: {},
        images: source.images,
      };
      bases.push(await this.read(base, [...seen, source.name]));
    }
    const tags = new Map(bases.map((base, index) => [names[index] ?? '', base.tag]));
    const { archive, digest } = await packContext(
      source.context,
      source.dockerfile,
      pinBases(text, tags),
      source,
    );
    return { source, digest, archive, tag: `${source.name}:${digest.slice(0, 12)}`, bases };
  }

  private async inspect(reference: string, signal?: AbortSignal): Promise<ImageInfo | undefined> {
    try {
      return imageSchema.parse(
        await callApi(this.client.docker, { method: 'GET', path: `/images/${reference}/json`, signal }),
      );
    } catch (error) {
      if (statusOf(error) === 404) {
        return undefined;
      }
      throw error;
    }
  }
}
