import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { isCancelled, UserError } from '../../../common/errors';
import type { UploadFile } from '../../engine';
import { deadlinesOf, hungError } from '../api/deadline';
import { runExec } from './exec';

/** The slowest a file may travel to an engine that works: a megabyte a second. */
const bytesPerMs = 1000;

/** Quotes a word for sh. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A script that writes files, for the standard input of `sh`. Contents travel in it as base64: `sh`, `base64`,
 * `mkdir`, `chmod` and `chown` are in every image, unlike a `tar` or `head` whose behaviour could be relied on; and an
 * archive put by the engine's own API is lost on a tmpfs and refused on a read-only root. Each file appears whole.
 */
export function uploadScript(files: readonly UploadFile[]): string {
  const parts = files.map(({ path, content, mode, owner }) => {
    const target = quote(path);
    const temporary = quote(`${path}.ai-labs-new`);
    const folder = quote(path.replace(/\/[^/]*$/, '') || '/');
    const encoded = Buffer.from(content)
      .toString('base64')
      .replace(/.{1,76}/g, '$&\n');
    return [
      `mkdir -p ${folder}`,
      `base64 -d >${temporary} <<'AI_LABS_END'`,
      `${encoded}AI_LABS_END`,
      `chmod ${mode.toString(8)} ${temporary}`,
      `chown ${quote(owner)} ${temporary}`,
      `mv -f ${temporary} ${target}`,
    ].join('\n');
  });
  return `set -eu\n${parts.join('\n')}\n`;
}

/**
 * Writes files into a running container, as root; parent folders are made.
 * @throws UserError `upload-failed` with what the container said
 */
export async function upload(
  docker: Docker,
  container: string,
  files: UploadFile[],
  signal?: AbortSignal,
): Promise<void> {
  if (files.length === 0) {
    return;
  }
  const output: Buffer[] = [];
  const keep = (chunk: Buffer): void => {
    output.push(chunk);
  };
  const stdin = Buffer.from(uploadScript(files), 'utf8');
  // The command waits for its input, so an input that gets stuck is not noticed by the command's end.
  const limitMs = deadlinesOf(docker).change + Math.ceil(stdin.length / bytesPerMs);
  const overdue = AbortSignal.timeout(limitMs);
  const request = { command: ['sh'], user: '0', stdin, onStdout: keep, onStderr: keep };
  const writing = runExec(docker, container, request, signal ? AbortSignal.any([signal, overdue]) : overdue);
  const { exitCode } = await writing.catch((error: unknown) => {
    throw isCancelled(error) && !signal?.aborted ? hungError(l10n.t('write files into a container'), limitMs) : error;
  });
  if (exitCode !== 0) {
    const said = Buffer.concat(output).toString('utf8').trim().slice(-2000);
    throw new UserError(said ? l10n.t('Files could not be written into the container: {0}', said) : l10n.t('Files could not be written into the container.'), {
      code: 'upload-failed',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t('Check owner and target of `files` in lab.yaml, and that the container is running.'),
        command: 'aiLabs.showLog',
      },
    });
  }
}

/**
 * Bytes of a file in a running container, as root, from its beginning and at most `limit`.
 * @throws UserError `file-unreadable`
 */
export async function download(
  docker: Docker,
  container: string,
  path: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  const content: Buffer[] = [];
  const errors: Buffer[] = [];
  const { exitCode } = await runExec(
    docker,
    container,
    {
      command: ['head', '-c', String(limit), '--', path],
      user: '0',
      onStdout: (chunk) => content.push(chunk),
      onStderr: (chunk) => errors.push(chunk),
    },
    signal,
  );
  if (exitCode !== 0) {
    throw new UserError(l10n.t('The file {0} of the container could not be read.', path), {
      code: 'file-unreadable',
      action: { label: l10n.t('Try Again'), text: l10n.t('Check that the file exists and that the lab is running.') },
      detail: Buffer.concat(errors).toString('utf8').trim(),
    });
  }
  return Buffer.concat(content).subarray(0, limit);
}
