import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A large catalog in a folder of its own, made of copies of the built-in labs' definitions and whatever files they name. */
export interface ManyLabs {
  root: string;
  files: string[];
  dispose(): void;
}

const labs = path.join(__dirname, '../../labs');

export function makeLabs(count: number): ManyLabs {
  const root = mkdtempSync(path.join(tmpdir(), 'many-labs-'));
  cpSync(path.join(labs, 'images'), path.join(root, 'images'), { recursive: true });
  const models = modelsIn(labs);
  const files = Array.from({ length: count }, (_, index) => {
    const model = models[index % models.length] ?? '';
    const id = `${path.basename(model)}-${index}`;
    const folder = path.join(root, `stage-${index % 10}`, id);
    mkdirSync(path.dirname(folder), { recursive: true });
    cpSync(model, folder, { recursive: true });
    const file = path.join(folder, 'lab.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^id: .*$/m, `id: ${id}`).replace(/^requires: .*$/m, 'requires: []'));
    return file;
  });
  age(root);
  return { root, files, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

function modelsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'lab.yaml')
    .map((name) => path.dirname(path.join(folder, name)));
}

/** What changed within the last seconds is never taken from the cache. */
function age(folder: string): void {
  const yesterday = new Date(Date.now() - 86_400_000);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      age(at);
    } else {
      utimesSync(at, yesterday, yesterday);
    }
  }
  utimesSync(folder, yesterday, yesterday);
}
