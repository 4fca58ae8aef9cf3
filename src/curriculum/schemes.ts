export const webSchemes = ['http', 'https', 'mailto'];
/** Links that the product itself follows: into the editor, to a port, a check, a restart, the next hint. */
export const labSchemes = ['file', 'port', 'check', 'restart', 'hint'];

/** The scheme of a link, in lower case; undefined where it has none. */
export function schemeOf(href: string): string | undefined {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(href)?.[1]?.toLowerCase();
}
