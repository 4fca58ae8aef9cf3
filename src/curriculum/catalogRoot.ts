import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The catalog folder that a lab's folder belongs to: the nearest one above with a `catalog.yaml`, else the folder two
 * levels up where the lab lies in a stage's folder, else its parent.
 */
export function catalogRootOf(labFolder: string): string {
  for (let folder = path.dirname(labFolder), depth = 0; depth < 3; folder = path.dirname(folder), depth += 1) {
    if (existsSync(path.join(folder, 'catalog.yaml'))) {
      return folder;
    }
  }
  const stage = path.dirname(labFolder);
  return path.basename(path.dirname(stage)) === 'labs' ? path.dirname(stage) : stage;
}

/** The career path that comes with a catalog: in its folder, or beside one that is called `labs`; undefined where there is none. */
export function careerPathOf(root: string): string | undefined {
  const places = path.basename(root) === 'labs' ? [root, path.dirname(root)] : [root];
  return places.map((folder) => path.join(folder, 'career-path.yaml')).find((file) => existsSync(file));
}
