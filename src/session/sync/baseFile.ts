import { readFile, rm } from 'node:fs/promises';
import { systemCode } from '../../common/errors';
import { writeAtomically } from '../state/record';
import type { Agreed, Item } from './item';

type Row = [path: string, kind: Item['kind'], mode: number, id: string, host: string, lab: string];

/** What is remembered of a lab's two copies of the folder, in a file of the product's own. */
export interface Memory {
  base: Map<string, Agreed>;
  /** Paths a person was told of, such as files that are too big. */
  told: Set<string>;
}

/**
 * What both copies last agreed on, for one creation of a lab (`session`): with new containers nothing is agreed on yet.
 * Format, version 1: `{v, session, told, rows}`. A file that cannot be understood counts as none: then nothing is removed.
 */
export class BaseFile {
  /** `path`: absolute. */
  constructor(
    private readonly path: string,
    private readonly session: string,
  ) {}

  async read(): Promise<Memory> {
    const memory: Memory = { base: new Map(), told: new Set() };
    try {
      const saved = JSON.parse(await readFile(this.path, 'utf8')) as { v?: unknown; session?: unknown; told?: unknown; rows?: unknown };
      if (saved.v === 1 && saved.session === this.session && Array.isArray(saved.rows) && Array.isArray(saved.told)) {
        for (const [path, kind, mode, id, host, lab] of saved.rows as Row[]) {
          memory.base.set(path, { kind, mode, id, host, lab });
        }
        memory.told = new Set(saved.told as string[]);
      }
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' && !(error instanceof SyntaxError)) {
        throw error;
      }
    }
    return memory;
  }

  async write({ base, told }: Memory): Promise<void> {
    const rows = [...base].map(([path, { kind, mode, id, host, lab }]): Row => [path, kind, mode, id, host, lab]);
    await writeAtomically(this.path, JSON.stringify({ v: 1, session: this.session, told: [...told], rows }));
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
