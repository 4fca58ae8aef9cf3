import type { Criterion } from '../common/verdict';
import { longestText } from './tests';
import { placeOf } from './workspacePath';

/** The names under which test runners tell these. */
const names = {
  expected: ['expected', 'wanted', 'want'],
  found: ['actual', 'found', 'got', 'received'],
  message: ['message', 'error', 'reason'],
};

/**
 * What the YAML block below a failing test point says: its texts by key, a nested `at` as `at.file` and `at.line`. Only
 * the plain YAML that test runners write is read, line by line: scalars, quoted scalars, block scalars, one nested map.
 */
function texts(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const indent = (line: string): number => line.length - line.trimStart().length;
  let parent = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const pair = /^(\s*)([\w.-]{1,60}):(?:\s+(.*))?$/.exec(line);
    if (!pair) {
      continue;
    }
    const depth = pair[1]?.length ?? 0;
    const key = depth > 0 && parent ? `${parent}.${pair[2]}` : (pair[2] ?? '');
    const value = (pair[3] ?? '').trim();
    if (depth === 0) {
      parent = value === '' ? key : '';
    }
    if (/^[|>][+-]?\d?$/.test(value)) {
      const block: string[] = [];
      while (at + 1 < lines.length && ((lines[at + 1] ?? '').trim() === '' || indent(lines[at + 1] ?? '') > depth)) {
        at += 1;
        block.push(lines[at] ?? '');
      }
      const least = Math.min(...block.filter((each) => each.trim() !== '').map(indent));
      found.set(key, block.map((each) => each.slice(least)).join('\n').trim());
    } else if (value !== '' && !found.has(key)) {
      found.set(key, unquoted(value));
    }
  }
  return found;
}

function unquoted(value: string): string {
  if (/^'.*'$/.test(value)) {
    return value.slice(1, -1).replaceAll("''", "'");
  }
  return /^".*"$/.test(value) ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value;
}

/** What the lines below a failing test point tell: a YAML block (between `---` and `...`), else comments. */
export function diagnosed(yaml: readonly string[], comments: readonly string[], workspace: string): Partial<Criterion> {
  const told = texts(yaml);
  const first = (keys: readonly string[]): string | undefined => keys.map((key) => told.get(key)).find((text) => text !== undefined);
  const all = [...yaml, ...comments].join('\n').trim();
  const expected = first(names.expected);
  const found = first(names.found) ?? first(names.message) ?? (all || undefined);
  const location = /^(.*?):(\d+)(?::\d+)?$/.exec(told.get('location') ?? told.get('at') ?? '');
  return {
    ...(expected === undefined ? {} : { expected: expected.slice(0, longestText) }),
    ...(found === undefined ? {} : { found: found.slice(0, longestText) }),
    ...placeOf(told.get('file') ?? told.get('at.file') ?? location?.[1], told.get('line') ?? told.get('at.line') ?? location?.[2], workspace),
  };
}
