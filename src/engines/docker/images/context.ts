import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import ignore from '@balena/dockerignore';
import { systemCode, UserError } from '../../../common/errors';
import { packTar, type TarEntry } from '../api/tar';

/** More than this is a mistake: a data set or a node_modules that belongs into .dockerignore. */
const contextLimit = 256 * 1024 * 1024;

/** What is sent to the engine to build an image, and what stands for it. */
export interface BuildContext {
  archive: Buffer;
  /** SHA-256 in hex over everything the result depends on but the images it starts from outside of `ai-labs/`. */
  digest: string;
}

async function readIgnore(folder: string): Promise<(file: string) => boolean> {
  try {
    const text = await readFile(path.join(folder, '.dockerignore'), 'utf8');
    return ignore({ ignorecase: false }).add(text).createFilter();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return () => true;
    }
    throw error;
  }
}

/** The run bit, or a first line that asks for it: some systems and packages keep no modes. */
function fileMode(mode: number, content: Buffer): number {
  return mode & 0o111 || content.subarray(0, 2).toString('latin1') === '#!' ? 0o755 : 0o644;
}

/** Files of a folder in a fixed order, without owners and times, so that the same content is the same archive. */
async function readEntries(folder: string): Promise<TarEntry[]> {
  const keep = await readIgnore(folder);
  const entries: TarEntry[] = [];
  let size = 0;
  const visit = async (relative: string): Promise<void> => {
    const children = await readdir(path.join(folder, relative));
    for (const child of children.sort()) {
      const name = relative ? `${relative}/${child}` : child;
      const file = path.join(folder, name);
      const stat = await lstat(file);
      if (stat.isDirectory()) {
        entries.push({ path: name, type: 'directory', mode: 0o755 });
        await visit(name);
      } else if (!keep(name)) {
        continue;
      } else if (stat.isSymbolicLink()) {
        entries.push({ path: name, type: 'link', mode: 0o777, target: await readlink(file) });
      } else if (stat.isFile()) {
        size += stat.size;
        if (size > contextLimit) {
          throw tooBig(folder);
        }
        const content = await readFile(file);
        entries.push({ path: name, type: 'file', mode: fileMode(stat.mode, content), content });
      }
    }
  };
  await visit('');
  return entries;
}

function tooBig(folder: string): UserError {
  return new UserError(
    l10n.t('The folder {0} is too big to build an image from (more than {1} MB).', folder, contextLimit / 1024 ** 2),
    {
      code: 'image-context-too-big',
      action: { label: l10n.t('Edit Lab'), text: l10n.t('Leave files out with a .dockerignore.') },
    },
  );
}

function missing(file: string): UserError {
  return new UserError(l10n.t('The image cannot be built: {0} does not exist.', file), {
    code: 'image-context-missing',
    action: { label: l10n.t('Edit Lab'), text: l10n.t('Correct `image` or `build` in lab.yaml, or create the Dockerfile.') },
  });
}

/** Reads a Dockerfile. @throws UserError `image-context-missing` */
export async function readDockerfile(context: string, dockerfile: string): Promise<string> {
  const file = path.join(context, dockerfile);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      throw missing(file);
    }
    throw error;
  }
}

const ownImage =
  /^(\s*FROM\s+(?:--platform=\S+\s+)?|\s*(?:COPY|ADD)\s+(?:--\S+\s+)*--from=)ai-labs\/([a-z0-9]+(?:-[a-z0-9]+)*)(?::latest)?(?=\s|$)/gim;

/** Names of the shared images a Dockerfile builds on: `FROM ai-labs/<name>`, `COPY --from=ai-labs/<name>`. */
export function ownBases(dockerfile: string): string[] {
  return [...new Set([...dockerfile.matchAll(ownImage)].map((match) => match[2] ?? ''))];
}

/** The same Dockerfile with those images pinned: `latest` may be another catalog's. */
export function pinBases(dockerfile: string, tags: ReadonlyMap<string, string>): string {
  return dockerfile.replace(ownImage, (whole, before: string, name: string) => {
    const tag = tags.get(name);
    return tag ? before + tag : whole;
  });
}

/** Packs a build context with the given text as its Dockerfile. */
export async function packContext(
  folder: string,
  dockerfile: string,
  text: string,
  options: { args: Record<string, string>; target?: string },
): Promise<BuildContext> {
  const name = path.posix.normalize(dockerfile.replaceAll('\\', '/'));
  const entries = (await readEntries(folder)).filter((entry) => entry.path !== name);
  const archive = packTar([
    ...entries,
    { path: name, type: 'file', mode: 0o644, content: Buffer.from(text) },
  ]);
  const args = Object.entries(options.args).sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify({ format: 1, name, args, target: options.target ?? '' }))
    .update(archive)
    .digest('hex');
  return { archive, digest };
}
