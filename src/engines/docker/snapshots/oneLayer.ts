import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import * as z from 'zod';
import { throwIfAborted } from '../../../common/cancellation';
import { UserError } from '../../../common/errors';
import { copyArchive } from '../api/archive';
import { changesSchema, combine, covers, type Differences, differencesOf, readNote, widened, writeNote } from './changes';
import { statusOf } from '../api/errors';
import { runHelper, sharedLabels, withHelper } from '../workspace/helper';
import { label } from '../labels';
import { callApi } from '../api/request';
import type { KeptContainer } from './snapshotVolumes';
import { createdSchema } from '../api/wire';

const imageSchema = z.object({
  Comment: z.string().nullish(),
  Size: z.number().nullish(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});

/** Names that one program is given at once, in characters: engines and kernels take about two million. */
const wordsLimit = 100_000;

/**
 * Makes an image of a container's own file system, without its mounts, that is one layer on the image the lab was made
 * from. A container that was itself made from such an image would add a second layer; its files are then laid upon the
 * first image together with what the layer below changed. What a layer changes is noted in its image's comment.
 * Returns the image's id and the bytes of that layer.
 */
export async function commitAsOneLayer(
  docker: Docker,
  container: KeptContainer,
  labels: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ id: string; bytes: number }> {
  const image = await inspectImage(docker, container.Image, signal);
  const below = image.Config?.Labels ?? {};
  const base = below[label.base];
  // An image that a person made of ours has its labels, and not its note.
  const earlier = base ? readNote(image.Comment ?? '') : undefined;
  const kept = await commitWithNote(docker, container, { ...labels, [label.base]: (earlier && base) ?? container.Image }, signal);
  if (!earlier || !base) {
    return { id: kept.id, bytes: await layerBytes(docker, kept.id, container.Image, signal) };
  }
  try {
    const id = await merge(docker, container, kept.id, base, combine(earlier, kept.differences), { ...labels, [label.base]: base }, signal);
    return { id, bytes: await layerBytes(docker, id, base, signal) };
  } finally {
    await removeImage(docker, kept.id);
  }
}

async function inspectImage(docker: Docker, id: string, signal?: AbortSignal): Promise<z.infer<typeof imageSchema>> {
  return imageSchema.parse(await callApi(docker, { method: 'GET', path: `/images/${id}/json`, signal }));
}

async function layerBytes(docker: Docker, id: string, base: string, signal?: AbortSignal): Promise<number> {
  const [whole, below] = await Promise.all([inspectImage(docker, id, signal), inspectImage(docker, base, signal)]);
  return Math.max((whole.Size ?? 0) - (below.Size ?? 0), 0);
}

/** Commits until its note tells all of what was committed: programs go on writing meanwhile. */
async function commitWithNote(
  docker: Docker,
  { Id }: KeptContainer,
  labels: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ id: string; differences: Differences }> {
  let differences = await differ(docker, Id, signal);
  for (let attempt = 0; ; attempt++) {
    throwIfAborted(signal);
    const id = await commit(docker, Id, labels, differences);
    const after = await differ(docker, Id, signal).catch(async (error: unknown) => {
      await removeImage(docker, id);
      throw error;
    });
    if (covers(differences, after) || attempt === 2) {
      return { id, differences };
    }
    await removeImage(docker, id);
    differences = widened(differences, after);
  }
}

async function differ(docker: Docker, container: string, signal?: AbortSignal): Promise<Differences> {
  const answer = await callApi(docker, { method: 'GET', path: `/containers/${container}/changes`, timeoutMs: 120_000, signal });
  return differencesOf(changesSchema.parse(answer));
}

async function commit(docker: Docker, container: string, labels: Record<string, string>, differences: Differences): Promise<string> {
  const comment = writeNote(differences);
  if (comment === undefined) {
    throw new UserError(l10n.t('Too many places of the lab changed for a snapshot of it.'), {
      code: 'snapshot-too-big',
      action: { label: l10n.t('Go On'), text: l10n.t('The lab goes on; Reset Step brings back your files, and makes the containers anew.') },
    });
  }
  const words = Object.entries(labels).map(([key, value]) => `${quoted(key)}=${quoted(value)}`);
  const made = await callApi(docker, {
    method: 'POST',
    path: '/commit',
    query: { container, pause: false, comment, changes: `LABEL ${words.join(' ')}` },
    timeoutMs: 10 * 60_000,
  });
  return createdSchema.parse(made).Id;
}

/** A word of a Dockerfile's LABEL. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}

/** Lays what `stacked` (an image of the container) differs in from `base` upon `base`. */
async function merge(
  docker: Docker,
  container: KeptContainer,
  stacked: string,
  base: string,
  differences: Differences,
  labels: Record<string, string>,
  signal?: AbortSignal,
): Promise<string> {
  const session = container.Config.Labels[label.session] ?? '';
  const shared = { session, labels: sharedLabels(container.Config.Labels) };
  const gone = [...differences].filter(([, kind]) => kind === 'replace').map(([path]) => path);
  if (gone.join(' ').length > wordsLimit) {
    throw new UserError(l10n.t('Too many files of the lab were removed for a snapshot of it.'), {
      code: 'snapshot-too-big',
      action: { label: l10n.t('Go On'), text: l10n.t('The lab goes on; Reset Step brings back your files, and makes the containers anew.') },
    });
  }
  // Files are taken from an image and not from the container: so they are of one moment, and mounts are left out.
  return withHelper(docker, { ...shared, image: stacked }, (from) =>
    withHelper(docker, { ...shared, image: base, command: ['rm', '-rf', '--', ...gone] }, async (onto) => {
      if (gone.length > 0) {
        await runHelper(docker, onto, signal);
      }
      let absent = false;
      for (const [path, kind] of differences) {
        throwIfAborted(signal);
        if (path === '/') {
          continue;
        }
        const parent = path.slice(0, path.lastIndexOf('/')) || '/';
        const found = await copyArchive(docker, { container: from, path }, { container: onto, path: parent }, { itselfOnly: kind === 'touch', signal });
        absent ||= !found;
      }
      if (absent) {
        // The engine says the same of a file that was removed and of a helper that somebody's clean-up took away.
        await callApi(docker, { method: 'GET', path: `/containers/${from}/json`, signal });
      }
      return commit(docker, onto, { ...labels, [label.helper]: '', [label.service]: container.Config.Labels[label.service] ?? '' }, differences);
    }),
  );
}

/** Removes an image of ours and not what it was made from. One that is in use stays. */
export async function removeImage(docker: Docker, id: string): Promise<void> {
  try {
    await callApi(docker, { method: 'DELETE', path: `/images/${id}`, query: { noprune: true } });
  } catch (error) {
    const status = statusOf(error);
    if (status !== 404 && status !== 409) {
      throw error;
    }
  }
}
