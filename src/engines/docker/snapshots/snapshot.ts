import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { changeTimeoutMs, within } from '../api/deadline';
import { callApi } from '../api/request';
import { createdSchema } from '../api/wire';

/**
 * Makes an image of a container's own file system; mounts are left out. It carries the container's labels, so it is
 * found and removed with the lab. Returns the image's id.
 */
export async function commitContainer(docker: Docker, container: string): Promise<string> {
  // Podman insists on a body; what it says is what is the case anyway.
  const body = { Labels: {} };
  const commit = callApi(docker, { method: 'POST', path: '/commit', query: { container, pause: false }, body });
  return createdSchema.parse(await within(changeTimeoutMs, l10n.t('keep the files of a container'), commit)).Id;
}
