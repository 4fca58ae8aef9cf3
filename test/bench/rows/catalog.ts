import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { nullLog } from '../../../src/common/log';
import { Catalog } from '../../../src/curriculum/catalog';
import { type ManyLabs, makeLabs } from '../manyLabs';
import type { Row } from '../measure';

const count = 1000;

/** Loads a catalog that remembers nothing but what the file says. */
async function load({ root }: ManyLabs, cacheFile?: string): Promise<void> {
  const catalog = new Catalog({ roots: () => [{ root, source: 'configured', trusted: true }], cacheFile, log: nullLog });
  const { labs } = await catalog.load();
  const broken = labs.filter((entry) => entry.problems.length > 0);
  if (labs.length !== count || broken.length > 0) {
    throw new Error(`${labs.length} labs, ${broken.length} of them broken: ${JSON.stringify(broken[0]?.problems[0])}`);
  }
}

/** Reading a catalog for the first time: what schemas, references and files cost on top of YAML. */
export const catalogCold: Row = {
  id: 'catalog-cold',
  title: `a catalog of ${count} labs, read for the first time`,
  against: 'reading and parsing their YAML',
  budget: 1.15,
  rounds: 5,
  open: async () => {
    const many = makeLabs(count);
    return {
      subject: () => load(many),
      yardstick: async () => {
        for (const file of many.files) {
          parse(await readFile(file, 'utf8'));
        }
      },
      dispose: async () => many.dispose(),
    };
  },
};

/** Reading a catalog again in a new process: from its cache, with a look at every folder. */
export const catalogWarm: Row = {
  id: 'catalog-warm',
  title: `a catalog of ${count} labs, from its cache`,
  against: 'reading it for the first time',
  budget: 0.03,
  rounds: 5,
  open: async () => {
    const many = makeLabs(count);
    const cacheFile = path.join(many.root, '.cache', 'catalog.json');
    await load(many, cacheFile);
    return {
      subject: () => load(many, cacheFile),
      yardstick: () => load(many),
      dispose: async () => many.dispose(),
    };
  },
};
