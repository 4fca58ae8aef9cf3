/** An id made of a title: lower case, words joined by hyphens, without accents. Empty where nothing is left. */
export function idFrom(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').slice(0, 64).replace(/^-|-$/g, '');
}

/** The id in words, as a title to begin with. */
export function titleFrom(id: string): string {
  const words = id.replace(/-+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether a text can be the id of a lab, a step or a check. The schema of labs says the same (`idSchema`). */
export function isId(text: string): boolean {
  return text.length <= 64 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** An id that is not among those taken: itself, else with the first free number behind it. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) {
    free = `${id.slice(0, 60)}-${number}`;
  }
  return free;
}
