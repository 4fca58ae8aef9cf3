import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { sleep } from '../../../common/cancellation';
import { UserError } from '../../../common/errors';
import { changeTimeoutMs, within } from '../api/deadline';
import { statusOf, unlessGone } from '../api/errors';
import { listOwn, type Own } from '../own';
import { callApi } from '../api/request';

async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await unlessGone(
      callApi(docker, { method: 'DELETE', path: `/containers/${id}`, query: { force: true, v: true } }),
    );
  } catch (error) {
    // 409: its removal is in progress already. The next round sees whether it went.
    if (statusOf(error) !== 409) {
      throw error;
    }
  }
}

/** Networks and volumes may be held for a moment by containers that are just going: 403, 409. */
async function removeHeld(docker: Docker, path: string, query?: Record<string, unknown>): Promise<void> {
  try {
    await unlessGone(callApi(docker, { method: 'DELETE', path, query }));
  } catch (error) {
    const status = statusOf(error);
    if (status !== 403 && status !== 409) {
      throw error;
    }
  }
}

function isEmpty(own: Own): boolean {
  return own.containers.length + own.helpers.length + own.networks.length + own.volumes.length + own.images.length === 0;
}

async function removeOnce(docker: Docker, own: Own): Promise<void> {
  await Promise.all([...own.containers, ...own.helpers].map(({ Id }) => removeContainer(docker, Id)));
  await Promise.all([
    ...own.networks.map(({ Id }) => removeHeld(docker, `/networks/${Id}`)),
    ...own.volumes.map(({ Name }) => removeHeld(docker, `/volumes/${Name}`)),
    ...own.images.map(({ Id }) => removeHeld(docker, `/images/${Id}`, { noprune: true })),
  ]);
}

/**
 * Removes everything of one creation of a lab, found by labels, and makes sure that it is gone. Never aborted, and
 * over when the patience is.
 */
export async function removeSession(
  docker: Docker,
  home: string,
  session: string,
  patienceMs = changeTimeoutMs,
): Promise<void> {
  const end = Date.now() + patienceMs;
  const work = async (): Promise<void> => {
    let own = await listOwn(docker, home, session);
    while (!isEmpty(own) && Date.now() < end) {
      await removeOnce(docker, own);
      if (own.containers.length === 0) {
        await sleep(50);
      }
      own = await listOwn(docker, home, session);
    }
    if (!isEmpty(own)) {
      throw stillThereError(own);
    }
  };
  await within(patienceMs, l10n.t('remove a lab'), work());
}

/** Something holds a part of the lab that is not ours to end, such as a stranger's container on its network. */
function stillThereError(own: Own): UserError {
  const names = [
    ...own.networks.map(({ Id }) => l10n.t('network {0}', Id.slice(0, 12))),
    ...own.volumes.map(({ Name }) => l10n.t('volume {0}', Name)),
  ];
  return new UserError(l10n.t('Not everything of the lab could be removed: {0} is in use.', names.join(', ')), {
    code: 'lab-in-use',
    action: { label: l10n.t('Try Again'), text: l10n.t('Stop what uses it (`docker ps` tells), then stop the lab again.') },
  });
}
