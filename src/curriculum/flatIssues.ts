import type * as z from 'zod';
import type { YamlPath } from './yamlNodes';

/** A mistake as zod found it, with unions resolved: what the author most likely tried to write. */
export type FlatIssue =
  | { kind: 'wrong'; path: YamlPath; issue: z.core.$ZodIssue }
  | { kind: 'missing'; path: YamlPath; key: string }
  /** One of these keys is missing. */
  | { kind: 'missing-one'; path: YamlPath; keys: string[] }
  | { kind: 'unknown'; path: YamlPath; key: string }
  /** A value that fits none of a union's kinds. */
  | { kind: 'no-kind'; path: YamlPath };

/** @param value the whole data the issues are about */
export function flatten(issues: readonly z.core.$ZodIssue[], value: unknown, prefix: YamlPath = []): FlatIssue[] {
  return issues.flatMap((issue) => flattenOne(issue, value, [...prefix, ...(issue.path as YamlPath)]));
}

function flattenOne(issue: z.core.$ZodIssue, value: unknown, path: YamlPath): FlatIssue[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ kind: 'unknown', path, key }));
    case 'invalid_union':
      return issue.errors.length > 0 ? flattenUnion(issue.errors, value, path) : missingOrWrong(issue, value, path);
    default:
      return missingOrWrong(issue, value, path);
  }
}

function missingOrWrong(issue: z.core.$ZodIssue, value: unknown, path: YamlPath): FlatIssue[] {
  const key = path.at(-1);
  if (typeof key === 'string' && valueAt(value, path) === undefined && valueAt(value, path.slice(0, -1)) !== undefined) {
    return [{ kind: 'missing', path: path.slice(0, -1), key }];
  }
  return [{ kind: 'wrong', path, issue }];
}

function flattenUnion(errors: readonly (readonly z.core.$ZodIssue[])[], value: unknown, path: YamlPath): FlatIssue[] {
  if (valueAt(value, path) === undefined) {
    return [{ kind: 'missing', path: path.slice(0, -1), key: String(path.at(-1)) }];
  }
  const ofRightKind = errors.filter((branch) => !branch.some((issue) => issue.path.length === 0 && isWrongKind(issue)));
  const branches = ofRightKind.map((branch) => flatten(branch, value, path)).sort((a, b) => a.length - b.length);
  const [best] = branches;
  if (!best) {
    const choices = errors.flatMap((branch) => branch.filter((issue) => issue.path.length === 0 && issue.code === 'invalid_value'));
    const [choice] = choices;
    return choice && typeof valueAt(value, path) === 'string' ? [{ kind: 'wrong', path, issue: choice }] : [{ kind: 'no-kind', path }];
  }
  const tied = branches.filter((branch) => branch.length === best.length);
  if (tied.length > 1 && tied.flat().every((issue) => issue.kind === 'missing' || issue.kind === 'unknown')) {
    const unknown = best.filter((issue) => issue.kind === 'unknown');
    const keys = tied.flatMap((branch) => branch.flatMap((issue) => (issue.kind === 'missing' ? [issue.key] : [])));
    return unknown.length > 0 ? unknown : [{ kind: 'missing-one', path, keys }];
  }
  return best;
}

function isWrongKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

/** What the data holds at a path; undefined where there is nothing. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, step)) {
      return undefined;
    }
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
