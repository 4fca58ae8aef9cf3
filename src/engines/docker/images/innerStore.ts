import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';
import { runExec } from '../exec/exec';
import { fitInnerIds } from './innerIds';
import type { ServiceSpec } from '../../engine';
import { reown } from '../workspace/reown';
import { serviceUser } from '../lab/serviceFacts';
import type { Ids } from '../workspace/users';

/** Where our image with an inner engine (`labs/images/podman`) has its read-only store of base images. */
const store = '/usr/lib/containers/storage';

/**
 * Re-owns the base images inside a service for a learner with other ids: what belongs to root inside an image belongs
 * to the learner's number in the store, so it moves with the number. Some seconds; only where ids differ.
 */
export async function moveInnerStore(docker: Docker, container: string, from: Ids, to: Ids): Promise<void> {
  await reown(docker, container, store, from, to);
}

/**
 * Takes what an inner container takes: ids of its own, and a view of its own processes. On some engines the folder for
 * the inner engine's sockets is the learner's only a moment after the start.
 */
const prove = `for i in 1 2 3 4 5 6 7 8 9 10; do [ -O "$XDG_RUNTIME_DIR" ] && break; sleep 0.1; done; exec podman unshare unshare --mount --pid --fork --mount-proc true`;

/**
 * Makes sure that the inner engine of a service can work, which takes user namespaces of the machine's kernel.
 * @throws UserError `inner-engine-unavailable`; `inner-engine-missing` where the image has none, which is its author's
 */
export async function proveInnerEngine(
  docker: Docker,
  container: string,
  spec: ServiceSpec,
  signal: AbortSignal,
): Promise<void> {
  const user = serviceUser(spec);
  let { exitCode, said } = await tryOut(docker, container, user, signal);
  // 126 or 127, by the engine's version: the command could not be found.
  if (exitCode === 126 || exitCode === 127) {
    throw new UserError(l10n.t('The service {0} says `engine: true`, but its image has no podman.', spec.name), {
      code: 'inner-engine-missing',
      action: { label: l10n.t('Open Lab'), text: l10n.t('Use an image that has one, such as `image: ai-labs/podman`, or leave `engine` out.') },
    });
  }
  if (exitCode !== 0 && (await fitInnerIds(docker, container, user))) {
    ({ exitCode, said } = await tryOut(docker, container, user, signal));
  }
  if (exitCode !== 0) {
    throw new UserError(l10n.t('This machine does not let a lab have a container engine of its own.'), {
      code: 'inner-engine-unavailable',
      action: {
        label: l10n.t('Show How'),
        text: l10n.t('Allow unprivileged user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), then start the lab again.'),
        command: 'https://rootlesscontaine.rs/getting-started/common/sysctl/',
      },
      detail: said,
    });
  }
}

async function tryOut(docker: Docker, container: string, user: string, signal: AbortSignal): Promise<{ exitCode?: number; said: string }> {
  const output: Buffer[] = [];
  const request = { command: ['sh', '-c', prove], user, onStderr: (chunk: Buffer) => output.push(chunk) };
  const { exitCode } = await runExec(docker, container, request, signal);
  return { exitCode, said: Buffer.concat(output).toString('utf8').trim().slice(-2000) };
}
