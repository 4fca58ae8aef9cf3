/**
 * Whether a path of the learner's folder matches a pattern of `watch`. Both are relative to that folder and use forward
 * slashes. `*` and `?` stay within one folder, `**` spans folders, `[ab]`, `[a-z]` and `[!a]` are one character,
 * `{a,b}` is either; a pattern that ends in `/` means everything below that folder. Dots are nothing special, and case
 * counts. Takes time in proportion to pattern and path, whatever they are.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const parts = path.split('/');
  return alternatives(pattern.replace(/^(\.\/)+/, '').replace(/\/$/, '/**')).some((plain) => matchParts(plain.split('/'), parts));
}

/** Enough for every honest pattern; the rest is taken as it stands. */
const mostAlternatives = 64;

/** A pattern without braces for each way to choose from them. */
function alternatives(pattern: string): string[] {
  let done: string[] = [];
  let left = [pattern];
  while (left.length > 0) {
    const next: string[] = [];
    for (const each of left) {
      const braces = /\{([^{}]*,[^{}]*)\}/.exec(each);
      if (!braces || done.length + next.length + left.length > mostAlternatives) {
        done = [...done, each];
        continue;
      }
      const choices = (braces[1] ?? '').split(',');
      next.push(...choices.map((choice) => each.slice(0, braces.index) + choice + each.slice(braces.index + braces[0].length)));
    }
    left = next;
  }
  return done;
}

function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  return walk(pattern, path, (part) => part === '**', matchName);
}

/** One name against one pattern without slashes. */
function matchName(pattern: string, name: string): boolean {
  const atoms = pattern.match(/\*+|\[(?:!?\]?[^\]]*)\]|[\s\S]/gu) ?? [];
  return walk(atoms, [...name], (atom) => atom.startsWith('*'), matchCharacter);
}

function matchCharacter(atom: string, character: string): boolean {
  const set = /^\[(!?)([\s\S]+)\]$/u.exec(atom);
  if (!set) {
    return atom === '?' || atom === character;
  }
  const [, not, members = ''] = set;
  const ranges = [...members.matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)];
  const inside = ranges.some(([, from, to, only]) => (only ?? from ?? '') <= character && character <= (only ?? to ?? ''));
  return inside !== (not === '!');
}

/** The usual way with wildcards: on a mismatch only the last one takes one more. */
function walk<P, T>(pattern: readonly P[], text: readonly T[], isAny: (part: P) => boolean, matches: (part: P, item: T) => boolean): boolean {
  let p = 0;
  let t = 0;
  let any = -1;
  let anyFrom = 0;
  while (t < text.length) {
    const part = pattern[p];
    if (part !== undefined && isAny(part)) {
      any = p;
      anyFrom = t;
      p += 1;
    } else if (part !== undefined && matches(part, text[t] as T)) {
      p += 1;
      t += 1;
    } else if (any >= 0) {
      p = any + 1;
      anyFrom += 1;
      t = anyFrom;
    } else {
      return false;
    }
  }
  return pattern.slice(p).every(isAny);
}
