import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../../curriculum/lab';
import { labDigest } from '../../session/start/digest';
import type { Manifest } from './manifest';
import { hostileBundle } from './refusal';

/** The labs of an unpacked bundle, which are what its manifest says. @throws UserError `bundle-refused` */
export async function readBundledLabs({ labs }: Manifest, folder: string): Promise<Lab[]> {
  const { readCatalogFile, readLab } = await import('../../curriculum/parseLab');
  for (const catalog of new Set(labs.map((each) => each.catalog))) {
    const file = path.join(folder, catalog, 'catalog.yaml');
    if (existsSync(file) && readCatalogFile(file).content?.id !== catalog) {
      throw hostileBundle(`its catalog ${catalog} calls itself otherwise`);
    }
  }
  const read: Lab[] = [];
  for (const { catalog, id, path: own, digest } of labs) {
    const place = path.join(folder, catalog, own);
    if ((await labDigest(place)) !== digest) {
      throw hostileBundle(`the lab ${id} is not what it was when the bundle was made`);
    }
    const { lab, problems } = readLab({ file: path.join(place, 'lab.yaml'), catalog, images: path.join(folder, catalog, 'images') });
    if (!lab) {
      throw hostileBundle(`this version cannot read the lab ${id}: ${problems[0]?.message.replace(/\.$/, '') ?? 'it is broken'}`);
    }
    read.push(lab);
  }
  return read;
}
