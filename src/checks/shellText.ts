/** A word that a POSIX shell reads as exactly this text. NUL cannot be said. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for bytes; `latin1` keeps every byte one character, so a program built this way is written as `latin1`. */
export function quoteBytes(bytes: Uint8Array): string {
  return quote(Buffer.from(bytes).toString('latin1'));
}

/** Text as a program that will be written as `latin1` must carry it. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
