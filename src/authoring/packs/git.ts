import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { CancelledError, systemCode, UserError } from '../../common/errors';

/** Of the person's own settings these are wanted: how they reach and prove themselves to a server. */
const kept = new Set(['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'GIT_CONFIG_GLOBAL', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'GIT_SSL_CERT', 'GIT_SSL_KEY']);

/** No hook, no monitor and no further repository ever; what a server sends is checked before it is used. */
const settings = [
  'core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.symlinks=false', 'protocol.ext.allow=never', 'transfer.fsckObjects=true', 'fetch.fsckObjects=true',
  'fetch.recurseSubmodules=false', 'submodule.recurse=false', 'gc.auto=0', 'maintenance.auto=false', 'advice.detachedHead=false', 'safe.bareRepository=all',
].flatMap((setting) => ['-c', setting]);

export interface GitOptions {
  /** The repository, absolute. */
  folder: string;
  /** Whether http without encryption may be spoken: to a server on this machine. */
  http?: boolean;
  environment?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/** Most that a program says which only tells (bytes). */
const mostSaid = 64 * 1024 * 1024;

/** Runs the person's own git, without a shell, and returns what it printed. @throws UserError `git-missing`, `git-failed`; CancelledError */
export async function git(words: readonly string[], options: GitOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  await runGit(words, options, async (output) => {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostSaid) {
        throw new UserError('This lab pack is too big.', { code: 'pack-refused', action: { label: 'Ask its maker', text: 'Ask for a repository with the labs alone.' } });
      }
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks);
}

/** The same with its output read as it comes, and lines for its input. */
export async function runGit(words: readonly string[], { folder, http, environment = process.env, signal }: GitOptions, read: (output: Readable) => Promise<void>, input = ''): Promise<void> {
  const child = spawn('git', [...settings, ...words], { cwd: folder, env: { ...clean(environment), GIT_ALLOW_PROTOCOL: http ? 'http' : 'https:ssh:file' }, stdio: ['pipe', 'pipe', 'pipe'], signal, windowsHide: true });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-4000)));
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.on('error', () => undefined).end(input);
  try {
    const [code] = await Promise.all([ended, read(child.stdout)]);
    if (code !== 0) {
      throw new UserError(`git could not do it: ${said.trim().split('\n').pop()?.replace(/^(fatal|error): /, '') ?? ''}`, {
        code: 'git-failed', detail: said.trim(), action: { label: 'Try Again', text: 'See with `git ls-remote ADDRESS` that you reach the repository, then try again.' },
      });
    }
  } catch (error) {
    child.kill();
    await ended.catch(() => undefined);
    if (signal?.aborted) {
      throw new CancelledError();
    }
    throw systemCode(error) !== 'ENOENT' ? error : new UserError('Lab packs are fetched by git, and there is no git on this machine.', {
      code: 'git-missing', cause: error, action: { label: 'Install git', text: 'Install git (https://git-scm.com/downloads), then try again.', command: 'https://git-scm.com/downloads' },
    });
  }
}

function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || kept.has(name));
  return { ...Object.fromEntries(own), GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1', GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' };
}
