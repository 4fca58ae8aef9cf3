import type * as z from 'zod';
import { type FlatIssue, flatten, valueAt } from './flatIssues';
import { expectationOf } from './expectation';
import { describeValue, sentenceFor } from './issueText';
import { nearest } from './nearest';
import { refusedKey } from './refusedKeys';
import { repairFor } from './repair';
import { exampleAt, expectedAt, knownKeys, oneOf, schemasAt } from './schemaWalk';
import type { ProblemExtras, YamlDocument } from './yamlDocument';
import type { YamlPath } from './yamlNodes';
import { flowYaml } from './flowYaml';

/**
 * Checks a document against a schema. Returns the data in the schema's shape, defaults filled in, or undefined;
 * every mistake is reported to the document at its place. Never throws.
 */
export function validate<T extends z.ZodType>(document: YamlDocument, schema: T): z.output<T> | undefined {
  if (!document.parsed) {
    return undefined;
  }
  const result = schema.safeParse(document.value);
  if (result.success) {
    return result.data;
  }
  reportIssues(document, schema, result.error.issues);
  return undefined;
}

function reportIssues(document: YamlDocument, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): void {
  const flat = flatten(issues, document.value);
  const mended = new Set<string>();
  for (const issue of flat) {
    if (issue.kind === 'unknown') {
      const meant = reportUnknown(document, schema, issue.path, issue.key);
      mended.add(JSON.stringify([...issue.path, meant ?? '']));
    }
  }
  for (const issue of flat) {
    // A key that was only misspelt is not missing as well.
    if (issue.kind !== 'missing' || !mended.has(JSON.stringify([...issue.path, issue.key]))) {
      report(document, schema, issue);
    }
  }
}

/** A fix that adds a key to the mapping at a path; undefined where nobody knows what could stand there. */
export function additionOf(document: YamlDocument, path: YamlPath, key: string, example: unknown): ProblemExtras['fix'] {
  const addition = example === undefined ? undefined : document.insertion(path, `${key}: ${flowYaml(example)}`);
  return addition && { title: `Add ${key}`, ...addition };
}

function report(document: YamlDocument, schema: z.ZodType, issue: FlatIssue): void {
  switch (issue.kind) {
    case 'unknown':
      return;
    case 'missing': {
      const expected = expectedAt(schema, [...issue.path, issue.key], document.value);
      const fix = additionOf(document, issue.path, issue.key, exampleAt(schema, [...issue.path, issue.key], document.value));
      document.report(issue.path, 'key', 'missing-key', `${subject(document, schema, issue.path)} needs \`${issue.key}\`: ${expected.text}.`, { fix });
      return;
    }
    case 'missing-one':
      document.report(issue.path, 'key', 'missing-key', `${subject(document, schema, issue.path)} needs ${oneOf(issue.keys)}.`);
      return;
    case 'no-kind':
      reportWrong(document, schema, issue.path, 'wrong-type', `must be ${expectedAt(schema, issue.path, document.value).text}`);
      return;
    case 'wrong':
      reportZod(document, schema, issue.path, issue.issue);
  }
}

function reportZod(document: YamlDocument, schema: z.ZodType, path: YamlPath, issue: z.core.$ZodIssue): void {
  if (issue.code === 'invalid_key') {
    const why = issue.issues[0]?.message ?? 'must be another name';
    document.report(path, 'key', 'bad-name', `The name \`${String(path.at(-1))}\` ${why}.`);
    return;
  }
  const { code, text } = sentenceFor(issue, expectedAt(schema, path, document.value).text);
  reportWrong(document, schema, path, code, text);
}

function reportWrong(document: YamlDocument, schema: z.ZodType, path: YamlPath, code: string, text: string): void {
  const value = valueAt(document.value, path);
  const what = path.length === 0 ? 'This file' : label(path);
  const found = value === null ? ' There is nothing here yet.' : code === 'too-many' || code === 'too-few' ? '' : ` Found ${describeValue(value)}.`;
  const newText = repairFor(value, document.source(path), expectedAt(schema, path, document.value), schemasAt(schema, path, document.value));
  const fix = newText === undefined ? undefined : { title: `Write ${newText}`, newText };
  document.report(path, 'value', code, `${what} ${text}.${found}`, { fix });
}

/** Returns the key that was probably meant. */
function reportUnknown(document: YamlDocument, schema: z.ZodType, path: YamlPath, key: string): string | undefined {
  const place = [...path, key];
  const known = knownKeys(schema, path, document.value);
  const refused = known.includes(key) ? undefined : refusedKey(key);
  if (refused) {
    document.report(place, 'key', refused.code, `\`${key}\` cannot be said here: ${refused.reason}`);
    return undefined;
  }
  if (known.includes(key)) {
    const others = known.filter((each) => each !== key && valueAt(document.value, [...path, each]) !== undefined);
    document.report(place, 'key', 'unknown-key', `\`${key}\` cannot stand beside ${oneOf(others)}. Keep one of them.`);
    return undefined;
  }
  const free = known.filter((each) => valueAt(document.value, [...path, each]) === undefined);
  const meant = nearest(key, free);
  const advice = meant
    ? ` Did you mean \`${meant}\`?`
    : known.length <= 8
      ? ` It may have ${known.map((each) => `\`${each}\``).join(', ')}.`
      : ' Remove it, or look the right name up in the lab format.';
  const fix = meant ? { title: `Change to ${meant}`, newText: meant } : undefined;
  document.report(place, 'key', 'unknown-key', `${subject(document, schema, path)} has no key \`${key}\`.${advice}`, { fix });
  return meant;
}

/** "A check", "This file", or the place by its path. */
function subject(document: YamlDocument, schema: z.ZodType, path: YamlPath): string {
  if (path.length === 0) {
    return 'This file';
  }
  const name = schemasAt(schema, path, document.value).map(expectationOf).find((each) => each)?.text;
  return name ? name.charAt(0).toUpperCase() + name.slice(1) : label(path);
}

/** The last name of a path, with the index where it is an item of a list: `` `ports[1]` ``. */
function label(path: YamlPath): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `\`${String(path.at(-2) ?? '')}[${last}]\`` : `\`${String(last)}\``;
}
