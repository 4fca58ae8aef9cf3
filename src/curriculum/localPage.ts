import path from 'node:path';
import { Confinement } from './confine';

/**
 * The page of a guide in the reader's language where the lab has it: `guide/<locale>/01.md` instead of `guide/01.md`,
 * for `pt-br` also in `pt`. Throws the system's error where the lab's folder is gone. Paths are relative to the lab's folder, with forward slashes.
 */
export function localPage(folder: string, page: string, locale: string): string {
  const language = locale.toLowerCase();
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/.test(language)) {
    return page;
  }
  const names = [language, language.split('-')[0] ?? language];
  const local = names.map((name) => path.posix.join(path.posix.dirname(page), name, path.posix.basename(page)));
  const lab = new Confinement(folder);
  return local.find((file) => lab.find(file).ok) ?? page;
}
