import path from 'node:path';
import { Fields } from './fields';
import { Losses } from './losses';
import type { SourceFolder } from './source';

/** A folder that a course names, or why it cannot be read. */
export interface CourseItem {
  folder?: string;
  /** As the course writes it. */
  path: string;
  line: number;
  problem?: string;
}

export interface Course {
  file: string;
  items: CourseItem[];
  losses: Losses;
}

/** The scenarios of a `structure.json`. Their paths may climb (`../other`), as long as they stay in the source. */
export function readCourse(source: SourceFolder, file: string): Course {
  const fields = new Fields(source, file);
  const losses = new Losses();
  const from = path.posix.dirname(file);
  for (const key of ['title', 'description']) {
    if (fields.text([key]) !== undefined) {
      losses.changed(file, fields.line([key]), `The course's \`${key}\` is not in its labs: a stage or a lab pack can carry it.`);
    }
  }
  const items: CourseItem[] = [];
  for (let index = 0; index < fields.length(['items']); index++) {
    const at = ['items', index];
    const name = fields.text([...at, 'path']) ?? '';
    for (const key of ['title', 'description']) {
      if (fields.text([...at, key]) !== undefined) {
        losses.changed(file, fields.line([...at, key]), `The course's own \`${key}\` for ${name} is left out: the lab has the scenario's.`);
      }
    }
    const folder = source.resolve(from, name);
    const problem = folder === undefined || source.leadsOut(folder)
      ? 'lies outside of the folder that was named: import the folder above'
      : source.isFolder(folder) ? undefined : 'is not there';
    items.push({ path: name, line: fields.line(at), ...(problem === undefined ? { folder } : { problem }) });
  }
  fields.tellOfTheRest(losses);
  return { file, items, losses };
}
