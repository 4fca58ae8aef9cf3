import { type Document, type Node, type Pair, type YAMLMap, isAlias, isMap, isScalar, isSeq } from 'yaml';

/** Where a value is: keys of mappings and indices of lists, from the top. */
export type YamlPath = readonly (string | number)[];

/** `key`: the name of an entry (for an item of a list, the item). `value`: what stands behind it. */
export type YamlPart = 'key' | 'value';

/** Offsets of a part of the text, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** What a path leads to; undefined where the document has nothing there. Aliases are followed. */
export function findNode(document: Document.Parsed, path: YamlPath): { key?: Node; value?: Node } | undefined {
  let found: { key?: Node; value?: Node } = { value: document.contents ?? undefined };
  for (const step of path) {
    const parent = resolveAlias(document, found.value);
    if (isMap(parent)) {
      const pair = parent.items.find((item) => keyText(item) === String(step));
      if (!pair) {
        return undefined;
      }
      found = { key: asNode(pair.key), value: asNode(pair.value) };
    } else if (isSeq(parent)) {
      const item = asNode(parent.items[Number(step)]);
      if (!item) {
        return undefined;
      }
      found = { key: item, value: item };
    } else {
      return undefined;
    }
  }
  return found;
}

/** The name of a mapping's entry. Keys are strings: the parser refuses others. */
export function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : undefined;
}

/** Where a node stands in the text; undefined for a value that was left out (`key:` and nothing behind it). */
export function spanOf(node: Node | undefined): Span | undefined {
  const range = node?.range;
  return range && range[1] > range[0] ? { start: range[0], end: range[1] } : undefined;
}

function resolveAlias(document: Document.Parsed, node: Node | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function asNode(value: unknown): Node | undefined {
  return value !== null && typeof value === 'object' ? (value as Node) : undefined;
}

/**
 * What a document without aliases and tags says, in one walk that sees keys said twice, too (the last one counts): the
 * library's own way asks every node for several things that only those have, and looks at no key. The tree's depth is
 * bounded by the parser.
 *
 * @param twice told of every further mention of a key in a mapping, and of the first one
 */
export function plainValue(node: unknown, twice: (key: string, first: Node, again: Node) => void): unknown {
  if (isMap(node)) {
    return plainMap(node, twice);
  }
  if (isSeq(node)) {
    return node.items.map((item) => plainValue(item, twice));
  }
  return isScalar(node) ? node.value : null;
}

function plainMap({ items }: YAMLMap, twice: Parameters<typeof plainValue>[1]): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  let keys: Map<string, Node> | undefined;
  for (const pair of items) {
    const key = keyText(pair) ?? '';
    const inner = plainValue(pair.value, twice);
    if (!(key in value)) {
      value[key] = inner;
      continue;
    }
    if (Object.hasOwn(value, key)) {
      keys ??= firstKeys(items);
      const [first, again] = [keys.get(key), asNode(pair.key)];
      if (first && again && first !== again) {
        twice(key, first, again);
      }
    }
    // A name like `constructor` or `__proto__` would otherwise reach what every object inherits.
    Object.defineProperty(value, key, { value: inner, writable: true, enumerable: true, configurable: true });
  }
  return value;
}

function firstKeys(items: readonly Pair[]): Map<string, Node> {
  const keys = new Map<string, Node>();
  for (const pair of items) {
    const [text, key] = [keyText(pair), asNode(pair.key)];
    if (text !== undefined && key && !keys.has(text)) {
      keys.set(text, key);
    }
  }
  return keys;
}

/** The innermost key or value at an offset of the text, by its path; undefined between them. Aliases are not followed. */
export function findPathAt(node: unknown, offset: number): { path: (string | number)[]; part: YamlPart } | undefined {
  return isMap(node) || isSeq(node) ? inside(node, offset, []) : undefined;
}

function inside(node: unknown, offset: number, path: (string | number)[]): { path: (string | number)[]; part: YamlPart } | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = keyText(pair);
      if (key !== undefined && covers(pair.key, offset)) {
        return { path: [...path, key], part: 'key' };
      }
      if (key !== undefined && covers(pair.value, offset)) {
        return inside(pair.value, offset, [...path, key]);
      }
    }
    return undefined;
  }
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => covers(item, offset));
    return index < 0 ? undefined : inside(node.items[index], offset, [...path, index]);
  }
  return { path, part: 'value' };
}

/** Whether an offset is in a node or right behind it, where a cursor stands after typing. */
function covers(node: unknown, offset: number): boolean {
  const span = spanOf(asNode(node));
  return span !== undefined && offset >= span.start && offset <= span.end;
}
