import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';
import type { EngineItem } from '../../engine';
import { changeTimeoutMs, within } from '../api/deadline';
import { engineWords, statusOf, unlessGone } from '../api/errors';
import { listBuilt } from './ownImages';
import { callApi } from '../api/request';

/**
 * Removes an image that was built for labs: by our names where it has one, so that another name which a person gave it
 * stays, and with it the image. Whether it is still ours is asked again; what is gone already is fine.
 * @throws UserError `item-in-use`
 */
export async function removeBuiltImage(docker: Docker, item: EngineItem, signal?: AbortSignal): Promise<void> {
  const found = (await listBuilt(docker, signal)).find(({ id }) => id === item.id);
  const names = found && found.tags.length === 0 ? [found.id] : (found?.tags ?? []);
  for (const name of names) {
    try {
      await unlessGone(within(changeTimeoutMs, l10n.t('remove {0}', name), callApi(docker, { method: 'DELETE', path: `/images/${name}` })));
    } catch (error) {
      throw statusOf(error) === 409 ? inUseError(item, engineWords(error)) : error;
    }
  }
}

function inUseError(item: EngineItem, words: string): UserError {
  return new UserError(l10n.t('{0} is in use: {1}', item.name, words), {
    code: 'item-in-use',
    action: { label: l10n.t('Try Again'), text: l10n.t('Remove what uses it (`docker ps -a` tells), then clean up again.') },
  });
}
