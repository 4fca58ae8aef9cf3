/**
 * A path that a check tells, relative to the learner's folder (`workspace`, as the container has it); undefined for one
 * that leaves it and for what is no path.
 */
export function relativePath(value: unknown, workspace: string): string | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  const inside = value.startsWith(`${workspace}/`) ? value.slice(workspace.length + 1) : value.replace(/^(\.\/)+/, '');
  return inside === '' || inside.startsWith('/') || inside.split(/[/\\]/).includes('..') || inside.includes('\0') ? undefined : inside;
}

/** Where a failure is, as far as it is told and in the learner's folder. `line` counts from 1. */
export function placeOf(file: unknown, line: unknown, workspace: string): { file?: string; line?: number } {
  const path = relativePath(file, workspace);
  if (path === undefined) {
    return {};
  }
  const number = Number(line);
  return Number.isSafeInteger(number) && number >= 1 ? { file: path, line: number } : { file: path };
}
