/** Values for a guide's variables by name: `workspace`, `input.NAME`, `port.SERVICE.N`, `url.SERVICE.N`. */
export type Variables = Readonly<Record<string, string>>;

/** The only four kinds. Any other `{{…}}` is text: Helm, Jinja and Actions write those. */
const variable = /\{\{(workspace|input\.[a-z0-9-]+|(?:port|url)\.[a-z0-9-]+\.\d{1,5})\}\}/g;

/** Puts values in. A variable without a value stays as it is written: the lab does not run yet. */
export function substitute(text: string, variables: Variables): string {
  return text.includes('{{') ? text.replace(variable, (whole, name: string) => (Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole)) : text;
}

/** Names of the variables in a text, in order, each time they are used. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(variable)].map((match) => match[1] ?? '');
}

/** What an author may have meant as one of the four. Not GitHub's `${{ … }}`, and nothing of other tools' names. */
const like = /(?<!\$)\{\{\s*(?:workspaces?|(?:inputs?|ports?|urls?)\.[^\s{}|]+)\s*\}\}/gi;

/** Texts like `{{ input.name }}` or `{{port.web}}` that are no variables though they look like it; lines from 1. */
export function variableLike(text: string): { text: string; line: number }[] {
  if (!text.includes('{{')) {
    return [];
  }
  return text.split('\n').flatMap((content, index) =>
    [...content.matchAll(like)].flatMap(([whole]) => (variablesIn(whole).length === 0 ? [{ text: whole, line: index + 1 }] : [])));
}
