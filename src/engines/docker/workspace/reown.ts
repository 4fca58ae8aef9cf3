import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';
import { runExec } from '../exec/exec';
import type { Ids } from './users';

/** Giving a file away takes its set-user bit; that is put back. Mounts are left alone. */
const script = `set -eu
modes=$(mktemp)
find "$1" -xdev -uid "$2" -type f -perm /6000 -printf '%m %p\\n' >"$modes"
find "$1" -xdev -uid "$2" -exec chown -h "$4" {} +
find "$1" -xdev -gid "$3" -exec chgrp -h "$5" {} +
while read -r mode file; do chmod "$mode" "$file"; done <"$modes"
rm "$modes"`;

/**
 * Gives what one user owns below a folder of a running container to other ids.
 * @throws UserError `reown-failed`
 */
export async function reown(
  docker: Docker,
  container: string,
  folder: string,
  from: Ids,
  to: Ids,
): Promise<void> {
  const output: Buffer[] = [];
  const command = ['sh', '-c', script, 'sh', folder, from.uid, from.gid, to.uid, to.gid].map(String);
  const { exitCode } = await runExec(docker, container, {
    command,
    user: '0',
    onStderr: (chunk) => output.push(chunk),
  });
  if (exitCode !== 0) {
    throw new UserError(l10n.t('The files in {0} of a container could not be given to the learner.', folder), {
      code: 'reown-failed',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t('Read the log, then start the lab again.'),
        command: 'aiLabs.showLog',
      },
      detail: Buffer.concat(output).toString('utf8').slice(-2000),
    });
  }
}
