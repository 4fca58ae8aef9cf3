import type Docker from 'dockerode';
import { UserError } from '../../common/errors';
import { runExec } from './exec';
import type { ServiceSpec } from '../engine';
import type { Account } from './passwd';
import { serviceUser } from './serviceFacts';
import type { Ids } from './users';

/** Where our image with an inner engine (`labs/images/podman`) has its read-only store of base images. */
const store = '/usr/lib/containers/storage';

/**
 * What belongs to root inside an image belongs to the learner's number in the store, so it moves with the number.
 * Giving a file away takes its set-user bit; that is put back.
 */
const script = `set -eu
modes=$(mktemp)
find ${store} -uid "$1" -type f -perm /6000 -printf '%m %p\n' >"$modes"
find ${store} -uid "$1" -exec chown -h "$3" {} +
find ${store} -gid "$2" -exec chgrp -h "$4" {} +
while read -r mode file; do chmod "$mode" "$file"; done <"$modes"
rm "$modes"`;

/** Re-owns the base images inside a service for a learner with other ids. Some seconds; only where ids differ. */
export async function moveInnerStore(
  docker: Docker,
  container: string,
  from: Account,
  to: Ids,
): Promise<void> {
  const output: Buffer[] = [];
  const command = ['sh', '-c', script, 'sh', from.uid, from.gid, to.uid, to.gid].map(String);
  const { exitCode } = await runExec(docker, container, {
    command,
    user: '0',
    onStderr: (chunk) => output.push(chunk),
  });
  if (exitCode !== 0) {
    throw new UserError('The base images inside the lab could not be given to the learner.', {
      code: 'inner-engine-failed',
      action: {
        label: 'Show Log',
        text: 'Read the log, then start the lab again.',
        command: 'aiLabs.showLog',
      },
      detail: Buffer.concat(output).toString('utf8').slice(-2000),
    });
  }
}

/**
 * Makes sure that the inner engine of a service can work, which takes user namespaces of the machine's kernel.
 * @throws UserError `inner-engine-unavailable`
 */
export async function proveInnerEngine(
  docker: Docker,
  container: string,
  spec: ServiceSpec,
  signal: AbortSignal,
): Promise<void> {
  const output: Buffer[] = [];
  const request = {
    command: ['podman', 'unshare', 'true'],
    user: serviceUser(spec),
    onStderr: (chunk: Buffer) => output.push(chunk),
  };
  const { exitCode } = await runExec(docker, container, request, signal);
  if (exitCode !== 0) {
    const said = Buffer.concat(output).toString('utf8').trim().slice(-2000);
    throw new UserError('This machine does not let a lab have a container engine of its own.', {
      code: 'inner-engine-unavailable',
      action: {
        label: 'Show How',
        text: 'Allow unprivileged user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), then start the lab again.',
        command: 'https://rootlesscontaine.rs/getting-started/common/sysctl/',
      },
      detail: said,
    });
  }
}
