import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, type LabDefinition, terminalService } from '../../curriculum/lab';
import type { UploadFile } from '../../engines/engine';

type LabFile = LabDefinition['files'][number];

/** The service that a lab's file goes into. */
export function serviceOf({ definition }: Pick<Lab, 'definition'>, { service }: Pick<LabFile, 'service'>): string {
  return service ?? terminalService(definition);
}

/** One of a lab's `files`, as it goes into a container. Rejects with the system's error where it cannot be read. */
export async function readLabFile(lab: Lab, { from, to, mode, owner }: LabFile): Promise<UploadFile> {
  return { path: to, content: await readFile(join(lab.folder, from)), mode: parseInt(mode, 8), owner };
}
