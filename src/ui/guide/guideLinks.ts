import * as path from 'node:path';

/** What a link of a guide asks for. */
export type GuideLink =
  | { kind: 'file'; path: string; line?: number }
  | { kind: 'port'; service: string; port: number; path: string }
  | { kind: 'check'; check: string }
  | { kind: 'restart'; service: string }
  | { kind: 'hint' }
  | { kind: 'web'; url: string };

/**
 * A guide's link: `file:PATH#L10`, `port:SERVICE:8080/path`, `check:ID`, `restart:SERVICE`, `hint:`, or a page of the
 * web. Undefined for anything else, `command:` above all: guides are written by others.
 */
export function parseGuideLink(href: string): GuideLink | undefined {
  const separator = href.indexOf(':');
  const scheme = href.slice(0, separator);
  const rest = href.slice(separator + 1);
  switch (scheme) {
    case 'file':
      return fileLink(rest);
    case 'port': {
      const match = /^([a-z0-9-]+):(\d{1,5})(\/[^\s\\]*)?$/.exec(rest);
      const port = Number(match?.[2]);
      return match?.[1] && port >= 1 && port <= 65_535 ? { kind: 'port', service: match[1], port, path: match[3] ?? '/' } : undefined;
    }
    case 'check':
      return isId(rest) ? { kind: 'check', check: rest } : undefined;
    case 'restart':
      return isId(rest) ? { kind: 'restart', service: rest } : undefined;
    case 'hint':
      return { kind: 'hint' };
    case 'http':
    case 'https':
    case 'mailto':
      return { kind: 'web', url: href };
    default:
      return undefined;
  }
}

function fileLink(rest: string): GuideLink | undefined {
  const [name = '', fragment = ''] = rest.split('#');
  const relative = learnerPath(decode(name));
  const line = /^L(\d{1,7})/.exec(fragment)?.[1];
  return relative === undefined ? undefined : { kind: 'file', path: relative, line: line ? Number(line) : undefined };
}

/** A path inside the learner's folder, normalised; undefined where it leads out of it or is none. */
export function learnerPath(name: string): string | undefined {
  if (name === '' || name.includes('\0') || name.includes('\\') || path.posix.isAbsolute(name) || /^[A-Za-z]:/.test(name)) {
    return undefined;
  }
  const normal = path.posix.normalize(name);
  return normal === '..' || normal.startsWith('../') ? undefined : normal;
}

function isId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
