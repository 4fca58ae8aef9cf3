import { readFileSync, statSync } from 'node:fs';
import { decodeText } from '../../curriculum/yamlText';

/** What a lab's files say right now. Undefined where there is no such file, or it is no text. */
export interface Texts {
  read(file: string): string | undefined;
}

/** What editors have of files, saved or not, before what is on disk, which is read again only when it changed. */
export class EditedTexts implements Texts {
  private readonly known = new Map<string, { stamp: string; text: string | undefined }>();

  /** @param edited the text of a file that is open in an editor, by its absolute path */
  constructor(private readonly edited: (file: string) => string | undefined) {}

  read(file: string): string | undefined {
    const open = this.edited(file);
    if (open !== undefined) {
      return open;
    }
    try {
      const { mtimeMs, size } = statSync(file);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.known.get(file);
      if (known?.stamp === stamp) {
        return known.text;
      }
      const decoded = decodeText(readFileSync(file));
      const text = decoded.ok ? decoded.text : undefined;
      this.known.set(file, { stamp, text });
      return text;
    } catch {
      // Not there, or not ours to read: whoever names it says so.
      return undefined;
    }
  }
}
