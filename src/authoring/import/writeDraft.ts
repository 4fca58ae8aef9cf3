import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, systemCode, UserError } from '../../common/errors';
import { catalogRootOf } from '../../curriculum/catalogRoot';
import type { Draft } from './draft';
import { importReport } from './losses';
import { hostile } from './source';

export interface WrittenLab {
  id: string;
  title: string;
  folder: string;
  missing: number;
  changed: number;
}

/**
 * Writes a lab's folder, lab.yaml last. Overwrites nothing, and leaves nothing behind where it fails.
 *
 * @param labs absolute folder the lab's folder goes into
 * @param images absolute folder of the images that come with the product
 * @param unused files of the source that nothing named
 */
export async function writeDraft(draft: Draft, labs: string, images: string, unused: readonly string[]): Promise<WrittenLab> {
  const folder = path.join(labs, draft.id);
  await mkdir(labs, { recursive: true });
  await mkdir(folder).catch((error: unknown) => {
    throw systemCode(error) !== 'EEXIST' ? error : new UserError(`${folder} is there already, and nothing is overwritten.`, {
      code: 'lab-exists', action: { label: 'Choose another folder', text: 'Name another folder with --to, or move that one away.' },
    });
  });
  try {
    for (const [name, { bytes, runs }] of draft.content) {
      const target = path.join(folder, name);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, bytes, { flag: 'wx' });
      await chmod(target, runs ? 0o755 : 0o644);
    }
    const shared = path.join(catalogRootOf(folder), 'images', draft.image);
    if (!existsSync(shared)) {
      await cp(path.join(images, draft.image), shared, { recursive: true, errorOnExist: true, force: false });
    }
    await writeFile(path.join(folder, 'IMPORT.md'), importReport(draft.from, draft.format, draft.losses, unused), { flag: 'wx' });
    await writeFile(path.join(folder, 'lab.yaml'), await labYaml(draft), { flag: 'wx' });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // A file where a folder has to be, a name too long: no folder has both.
    throw /^(EEXIST|ENOTDIR|EISDIR|ENAMETOOLONG)$/.test(systemCode(error) ?? '') ? hostile(`its files cannot lie beside each other (${messageOf(error)})`) : error;
  }
  const count = (kind: 'missing' | 'changed'): number => draft.losses.all.filter((loss) => loss.kind === kind).length;
  return { id: draft.id, title: draft.title, folder, missing: count('missing'), changed: count('changed') };
}

async function labYaml(draft: Draft): Promise<string> {
  const { stringify } = await import('yaml');
  const { image, root, environment, ports, steps } = draft;
  const lab = {
    version: 1,
    id: draft.id,
    title: draft.title,
    summary: draft.summary,
    action: 'containers',
    difficulty: draft.difficulty,
    minutes: draft.minutes ?? Math.max(5, 5 * steps.length),
    internet: true,
    ...filled('inputs', draft.inputs),
    services: {
      lab: {
        image: `ai-labs/${image}`,
        user: root ? 'root' : 'learner',
        ...(image === 'podman' ? { engine: true } : {}),
        ...filled('environment', environment),
        ...filled('ports', [...ports].sort((a, b) => a - b).map(String)),
        mem_limit: draft.memory ?? (image === 'podman' ? '2g' : '1g'),
      },
    },
    workspace: draft.workspace,
    ...filled('files', draft.files),
    ...filled('prepare', draft.prepare),
    ...(draft.intro === undefined ? {} : { intro: draft.intro }),
    ...(draft.finish === undefined ? {} : { finish: draft.finish }),
    steps: steps.map(({ id, title, guide, before, hints, checks }) => ({
      id, title, guide, ...filled('before', before), ...filled('hints', hints),
      ...filled('checks', checks.map((check) => ({ ...check, user: 'root', timeout: '60s' }))),
    })),
  };
  return `# Imported; IMPORT.md says what had to be changed.\n${stringify(lab, { lineWidth: 0 })}`;
}

function filled<T extends object>(key: string, value: T): Record<string, T> {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}
