import { UserError } from '../../common/errors';

/** Where a pack comes from. */
export interface PackSource {
  url: string;
  ref?: string;
  name: string;
}

/** `git@host:path`, as git takes it for ssh. */
const scp = /^[a-z0-9_][\w.-]*@[a-z0-9][\w.-]*:(?!-)[\w.~/+-]+$/i;
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a word of `aiLabs.catalogs` is meant as the address of a repository rather than as a folder. */
export function isPackAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text) || /^[a-z0-9-]+::/i.test(text) || /^[^/\\\s]+@[^/\\\s:]+:/.test(text) || text.startsWith('-');
}

/**
 * Reads `URL#ref`. Only https, ssh and file are taken (http from this machine alone), and nothing that git could take for
 * an option or a program to run. @throws UserError `pack-address`
 */
export function parsePackSource(text: string): PackSource {
  const [url = '', ref, ...more] = text.trim().split('#');
  const bad = more.length > 0 ? 'it has more than one #' : refProblem(ref) ?? urlProblem(url);
  if (bad) {
    throw new UserError(`"${text}" is not the address of a lab pack: ${bad}.`, {
      code: 'pack-address', action: { label: 'Correct the address', text: 'Give an address like https://example.org/labs.git, git@example.org:labs.git or file:///srv/labs, with #tag or #commit behind it to stay with one version.' },
    });
  }
  return { url, ref, name: nameOf(url) };
}

function urlProblem(url: string): string | undefined {
  if (/[\s\u0000-\u001f\u007f]/.test(url) || url.startsWith('-') || /^[a-z0-9+.-]+::/i.test(url)) {
    return 'git would take it for something else';
  }
  if (scp.test(url)) {
    return undefined;
  }
  if (!URL.canParse(url)) {
    return 'it is none';
  }
  const { protocol, hostname, password, pathname } = new URL(url);
  if (hostname.startsWith('-') || pathname.startsWith('/-')) {
    return 'git would take it for something else';
  }
  if (password !== '') {
    return 'there is a password in it, which would be kept in plain text';
  }
  const taken = protocol === 'https:' || protocol === 'ssh:' || protocol === 'file:' || (protocol === 'http:' && loopback.has(hostname));
  return taken ? undefined : 'only https, ssh and file are taken';
}

function refProblem(ref: string | undefined): string | undefined {
  // Source: git-check-ref-format(1), and stricter.
  return ref === undefined || (/^[a-z0-9][\w./-]*$/i.test(ref) && !/\.\.|\/\/|\/$|\.lock$|\.$/.test(ref)) ? undefined : 'what follows # is no name of a version';
}

function nameOf(url: string): string {
  const last = url.replace(/[/\\]+$/, '').replace(/\.git$/, '').split(/[/:]/).pop() ?? '';
  return last.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'pack';
}
