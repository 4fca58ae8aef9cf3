import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { nullLog } from '../../../src/common/log';
import { Catalog } from '../../../src/curriculum/catalog';
import { labSchema } from '../../../src/curriculum/labSchema';
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
      // Nothing can be said of a lab before its schema was held against it, and its folders were listed.
      floor: async () => {
        for (const file of many.files) {
          labSchema.parse(parse(await readFile(file, 'utf8')));
          await Promise.all(['', 'guide', 'checks', 'solution'].map((folder) => readdir(path.join(path.dirname(file), folder)).catch(() => [])));
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

/** Labs edited a round: one alone is too short to be timed. */
const edits = 20;

/** An author saves one lab of many: the watcher names its file, and all views get the whole catalog again. */
export const oneEdited: Row = {
  id: 'one-edited',
  title: `one lab edited among ${count}, ${edits} times`,
  against: 'reading and parsing its YAML',
  budget: 3,
  rounds: 15,
  open: async () => {
    const many = makeLabs(count);
    const catalog = new Catalog({ roots: () => [{ root: many.root, source: 'configured', trusted: true }], log: nullLog });
    await catalog.load();
    let round = 0;
    const edited = (): string[] => many.files.slice(round * edits, round * edits + edits);
    const edit = async (): Promise<void> => {
      round = (round + 1) % Math.floor(count / edits);
      for (const file of edited()) {
        await writeFile(file, (await readFile(file, 'utf8')).replace(/^title: .*$/m, `title: Edited in round ${round}`));
      }
    };
    await edit();
    return {
      subject: async () => {
        for (const file of edited()) {
          const { labs } = await catalog.reload([file]);
          const entry = labs.find((lab) => lab.file === file);
          if (labs.length !== count || entry?.lab?.definition.title !== `Edited in round ${round}`) {
            throw new Error(`${file} was not read again.`);
          }
        }
      },
      yardstick: async () => {
        for (const file of edited()) {
          parse(await readFile(file, 'utf8'));
        }
        return edit;
      },
      dispose: async () => many.dispose(),
    };
  },
};
