import type Docker from 'dockerode';
import { UserError } from '../../common/errors';
import type { LabSpec, ServiceSpec } from '../engine';
import { type ContainerConfig, containerConfig } from './containerConfig';
import { changeTimeoutMs, within } from './deadline';
import { engineWords, statusOf } from './errors';
import { names } from './labels';
import { callApi } from './request';
import { createdSchema } from './wire';
import { notSeenError } from './workspaceProof';

function post(docker: Docker, name: string, config: ContainerConfig): Promise<unknown> {
  const doing = `create the container ${name}`;
  return within(
    changeTimeoutMs,
    doing,
    callApi(docker, { method: 'POST', path: '/containers/create', query: { name }, body: config }),
  );
}

/**
 * Creates a service's container and returns its id. The network may still be in the making: engines that insist on it
 * are asked again when it is there.
 * @param network settles when the lab's network exists
 * @throws UserError `image-missing`, `workspace-not-visible`, `lab-invalid`
 */
export async function createContainer(
  docker: Docker,
  lab: LabSpec,
  spec: ServiceSpec,
  labels: Record<string, string>,
  ports: ReadonlyMap<number, number>,
  network: Promise<unknown>,
): Promise<string> {
  const config = containerConfig(lab, spec, labels, ports);
  const name = names.container(lab.session, spec.name);
  try {
    return createdSchema.parse(await post(docker, name, config)).Id;
  } catch (error) {
    if (statusOf(error) === 404) {
      await network;
      return await again(docker, name, config, spec);
    }
    if (statusOf(error) === 400 && spec.workspace && !(await mountIsSeen(docker, name, config))) {
      throw notSeenError(spec.workspace.folder);
    }
    throw error;
  }
}

async function again(
  docker: Docker,
  name: string,
  config: ContainerConfig,
  spec: ServiceSpec,
): Promise<string> {
  try {
    return createdSchema.parse(await post(docker, name, config)).Id;
  } catch (error) {
    if (statusOf(error) === 404) {
      throw new UserError(`The image of the service "${spec.name}" is not there any more.`, {
        code: 'image-missing',
        action: {
          label: 'Start Lab',
          text: 'Start the lab again: its image is then made anew.',
          command: 'aiLabs.startLab',
        },
        detail: engineWords(error),
        cause: error,
      });
    }
    throw error;
  }
}

/**
 * Whether the engine takes the container without its mount of the learner's folder: then it was the folder that it
 * refused. The trial container is removed at once; its labels let a later clean-up find it should that fail.
 */
async function mountIsSeen(docker: Docker, name: string, config: ContainerConfig): Promise<boolean> {
  const { Mounts, ...hostConfig } = config.HostConfig;
  const trial = {
    ...config,
    HostConfig: { ...hostConfig, Mounts: Mounts.filter(({ Type }) => Type !== 'bind') },
  };
  try {
    const { Id } = createdSchema.parse(await post(docker, name, trial));
    await callApi(docker, { method: 'DELETE', path: `/containers/${Id}`, query: { force: true } });
    return false;
  } catch {
    return true;
  }
}
