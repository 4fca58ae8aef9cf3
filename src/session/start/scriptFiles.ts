import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { UploadFile } from '../../engines/engine';

/** Most bytes that may lie beside a script. */
const limit = 16 * 1024 ** 2;

export interface ScriptFiles {
  /** The folder beside the script, relative to the lab, with forward slashes; empty at the lab's top. */
  folder: string;
  /** File name of the script. */
  name: string;
  files: UploadFile[];
  /** What runs it: its own path where it has a `#!` line, else `sh` and its path. */
  command: string[];
}

/**
 * Reads a script of a lab with the folder it lies in, to be put into `target` of a container for `owner`. A script at the
 * lab's top comes alone. Carriage returns of scripts are dropped: a Windows checkout must not break them.
 */
export async function scriptFiles(lab: string, script: string, target: string, owner: string): Promise<ScriptFiles> {
  const root = await realpath(lab);
  const path = await realpath(join(root, script)).catch(() => undefined);
  if (!path?.startsWith(root + sep)) {
    throw new UserError(l10n.t("The lab's script {0} does not exist.", script), {
      code: 'script-missing',
      action: { label: l10n.t('Tell Its Author'), text: l10n.t('This is a mistake in the lab, not yours: tell its author, or correct lab.yaml.') },
    });
  }
  const place = dirname(path);
  const paths = place === root ? [path] : await filesBelow(place);
  const files: UploadFile[] = [];
  let total = 0;
  for (const file of paths) {
    const content = await readFile(file);
    total += content.length;
    if (total > limit) {
      throw new UserError(l10n.t("The folder of the lab's script {0} holds more than {1} MiB.", script, limit / 1024 ** 2), {
        code: 'script-too-big',
        action: { label: l10n.t('Tell Its Author'), text: l10n.t('This is a mistake in the lab, not yours: what is so big belongs into its image.') },
      });
    }
    const runs = isScript(content) || file === path;
    files.push({
      path: posix.join(target, relative(place, file).split(sep).join('/')),
      content: runs ? withoutReturns(content) : content,
      mode: runs ? 0o500 : 0o400,
      owner,
    });
  }
  const remote = posix.join(target, basename(path));
  const own = files.find((file) => file.path === remote)?.content;
  return {
    folder: relative(root, place).split(sep).join('/'),
    name: basename(path),
    files,
    command: own && isScript(own) ? [remote] : ['sh', remote],
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      found.push(...(await filesBelow(path)));
    } else if ((await lstat(path)).isFile()) {
      found.push(path);
    }
  }
  return found.sort();
}

function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}

function withoutReturns(content: Buffer): Buffer {
  return content.includes(0x0d) ? Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : content;
}
