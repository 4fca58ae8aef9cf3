import path from 'node:path';
import { matchesGlob } from '../../checks/glob';
import type { YamlPath } from '../../curriculum/yamlNodes';
import type { ScriptContext } from './scenarioScripts';

/** What is put into containers one by one, at each start. */
const mostFiles = 200;
/** Katacoda called the one machine `client`, too. */
const firstHost = new Set(['host01', 'client', 'controlplane']);

/**
 * Files that a scenario puts onto its machine: those for the learner's folder become starter files, all others `files`.
 * What a pattern finds keeps the folders below the pattern's first wildcard.
 */
export function takeAssets(context: ScriptContext, field: YamlPath): void {
  const { draft, fields } = context;
  for (const host of fields.keys(field)) {
    for (let index = 0; index < fields.length([...field, host]); index++) {
      const at = [...field, host, index];
      const [file, target, chmod] = [fields.text([...at, 'file']), fields.text([...at, 'target']), fields.text([...at, 'chmod'])];
      if (!firstHost.has(host)) {
        draft.losses.missing(fields.file, fields.line(at), `${file ?? 'This file'} went to the machine ${host}; there is one machine here.`);
      } else if (file === undefined || target === undefined) {
        draft.losses.missing(fields.file, fields.line(at), 'This asset does not say both which file and where to.');
      } else {
        put(context, file, target, chmod ?? '', fields.line(at));
      }
    }
  }
}

function put({ source, draft, fields, folder }: ScriptContext, pattern: string, target: string, chmod: string, line: number): void {
  const assets = folder === '.' ? 'assets' : `${folder}/assets`;
  const found = source.resolve(assets, pattern)?.startsWith(`${assets}/`)
    ? source.files(assets).filter((name) => matchesGlob(pattern, name.slice(assets.length + 1)))
    : [];
  if (found.length === 0) {
    draft.losses.missing(fields.file, line, `${pattern} names no file in assets/.`);
    return;
  }
  const fixed = pattern.split('/').slice(0, -1).join('/');
  const base = /[*?[{]/.test(fixed) ? fixed.slice(0, fixed.search(/[*?[{]/)).replace(/[^/]*$/, '') : `${fixed}/`;
  for (const name of found) {
    const below = name.slice(assets.length + 1).slice(base === '/' ? 0 : base.length);
    const runs = /x|[1357]/.test(chmod);
    const absolute = path.posix.normalize(path.posix.join('/', target.replace(/^~(?=\/|$)/, '/root'), below));
    const inFolder = absolute.startsWith(`${draft.workspace}/`) ? absolute.slice(draft.workspace.length + 1) : undefined;
    if (inFolder !== undefined) {
      draft.content.set(`workspace/${inFolder}`, { bytes: source.bytesOf(name), runs });
    } else if (/^\/(proc|sys|dev|run\/ai-labs)(\/|$)/.test(absolute) || absolute.includes(':')) {
      draft.losses.missing(fields.file, line, `${name} cannot be put at ${absolute}.`);
    } else if (draft.files.length >= mostFiles) {
      draft.losses.missing(fields.file, line, `${name} is one file too many: at most ${mostFiles} are put into a container. Build an image with them.`);
    } else {
      const from = `environment/assets/${name.slice(assets.length + 1)}`;
      draft.content.set(from, { bytes: source.bytesOf(name), runs: false });
      draft.files.push({ from, to: absolute, mode: runs ? '0755' : '0644' });
    }
  }
}
