import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Confined, Confinement } from './confine';
import { FolderTimes } from './folderTimes';

/** What a look for an image's Dockerfile found, and what that depends on. */
export interface SharedImage {
  /** Undefined where there is no folder of images, or none can have this name. */
  found?: Confined;
  /** Names beside it. */
  names: string[];
  /** As `LabReading.folders`. */
  folders: Record<string, number | null>;
  /** As `Confinement.uncertain`. */
  uncertain: boolean;
}

/** Images that the labs of a catalog share, each looked for once; and the times of all folders that were looked into. */
export class SharedImages {
  private readonly known = new Map<string, SharedImage>();

  constructor(readonly times = new FolderTimes()) {}

  /** @param folder of a catalog's images, which need not exist */
  find(folder: string, name: string): SharedImage {
    const key = path.join(folder, name);
    let image = this.known.get(key);
    if (!image) {
      image = this.look(folder, name);
      this.known.set(key, image);
    }
    return image;
  }

  private look(folder: string, name: string): SharedImage {
    if (!existsSync(folder)) {
      // While there is no folder, its making shows in the folder above.
      const above = path.dirname(folder);
      return { names: [], folders: { [above]: this.times.time(above) }, uncertain: false };
    }
    const images = new Confinement(folder, this.times);
    const found = /^[a-z0-9][a-z0-9._-]*$/.test(name) ? images.find(`${name}/Dockerfile`) : undefined;
    const all = images.find('.');
    return { found, names: all.ok ? images.names(all) : [], folders: images.folders, uncertain: images.uncertain };
  }
}
