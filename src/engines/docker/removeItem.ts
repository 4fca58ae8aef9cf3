import type Docker from 'dockerode';
import { UserError } from '../../common/errors';
import type { EngineItem } from '../engine';
import { changeTimeoutMs, within } from './deadline';
import { engineWords, statusOf, unlessGone } from './errors';
import { inventory } from './inventory';
import { listBuilt, listSnapshots } from './ownImages';
import { callApi } from './request';

/**
 * Removes one thing of the inventory, and nothing that only looks like it: whether it is still ours is asked again. What
 * is gone already is fine.
 * @throws UserError `item-in-use`
 */
export async function removeItem(docker: Docker, item: EngineItem, signal?: AbortSignal): Promise<void> {
  const paths = await pathsOf(docker, item, signal);
  for (const path of paths) {
    try {
      await unlessGone(within(changeTimeoutMs, `remove ${item.name}`, callApi(docker, { method: 'DELETE', path, query: path.startsWith('/containers/') ? { v: true } : {} })));
    } catch (error) {
      // 403: a network with containers; 409: anything else that is used.
      if (statusOf(error) === 409 || statusOf(error) === 403) {
        throw inUseError(item, engineWords(error));
      }
      throw error;
    }
  }
}

async function pathsOf(docker: Docker, item: EngineItem, signal?: AbortSignal): Promise<string[]> {
  if (item.kind === 'image' || item.kind === 'snapshot') {
    const images = await (item.kind === 'image' ? listBuilt : listSnapshots)(docker, signal);
    const found = images.find(({ id }) => id === item.id);
    // By name where there is one: another name that a person gave it then stays, and with it the image.
    return found ? (found.tags.length > 0 ? found.tags : [found.id]).map((name) => `/images/${name}`) : [];
  }
  const found = (await inventory(docker, signal)).items.find(({ kind, id }) => kind === item.kind && id === item.id);
  if (found?.kind === 'container' && found.inUse) {
    throw inUseError(item, 'It runs.');
  }
  return found ? [`/${item.kind}s/${item.id}`] : [];
}

function inUseError(item: EngineItem, words: string): UserError {
  return new UserError(`${item.name} is in use: ${words}`, {
    code: 'item-in-use',
    action: { label: 'Try Again', text: 'Stop or remove what uses it (`docker ps -a` tells), then clean up again.' },
  });
}
