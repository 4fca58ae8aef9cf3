import { existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { careerPathOf } from '../../curriculum/catalogRoot';
import type { Lab } from '../../curriculum/lab';
import { catalogsPrefix, type Manifest, partProblem } from './manifest';
import { labDigest } from '../../session/start/digest';

export interface Collected {
  labs: Manifest['labs'];
  /** Files by the name they have in the bundle, with their bytes. */
  files: Map<string, { source: string; bytes: number }>;
}

/**
 * The files of labs, of the folders that their images are built from, and what their catalogs say of themselves.
 * @throws UserError `bundle-link` where a link is among them: they mean nothing on another machine
 */
export async function collect(labs: readonly Lab[], imageFolders: readonly string[]): Promise<Collected> {
  const collected: Collected = { labs: [], files: new Map() };
  for (const lab of labs) {
    const root = path.dirname(lab.images);
    const own = path.relative(root, lab.folder).split(path.sep).join('/');
    collected.labs.push({ catalog: lab.catalog, id: lab.id, path: own, digest: await labDigest(lab.folder) });
    const folders = imageFolders.filter((folder) => folder.startsWith(lab.images + path.sep));
    for (const folder of [lab.folder, ...folders]) {
      await take(collected, lab.catalog, root, folder);
    }
    const catalog = path.join(root, 'catalog.yaml');
    for (const file of [existsSync(catalog) ? catalog : undefined, careerPathOf(root)]) {
      await (file !== undefined && add(collected, `${catalogsPrefix}${lab.catalog}/${path.basename(file)}`, file));
    }
  }
  return collected;
}

async function take(collected: Collected, catalog: string, root: string, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      await take(collected, catalog, root, place);
    } else {
      await add(collected, `${catalogsPrefix}${catalog}/${path.relative(root, place).split(path.sep).join('/')}`, place);
    }
  }
}

async function add({ files }: Collected, name: string, source: string): Promise<void> {
  const stat = await lstat(source);
  const problem = stat.isFile() ? partProblem(name) : 'is no ordinary file';
  if (problem) {
    throw new UserError(`${source} ${problem}, so it cannot go into a bundle.`, {
      code: 'bundle-link', action: { label: 'Replace it', text: 'Put an ordinary file with a plain name in its place, or leave that lab out.' },
    });
  }
  const known = files.get(name);
  if (known && known.source !== source) {
    throw new UserError(`${known.source} and ${source} would be the same file in a bundle.`, {
      code: 'bundle-twice', action: { label: 'Name fewer labs', text: 'Make a bundle of each catalog, or give one of them another `id` in its catalog.yaml.' },
    });
  }
  files.set(name, { source, bytes: stat.size });
}
