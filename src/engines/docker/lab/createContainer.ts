import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { UserError } from '../../../common/errors';
import type { LabSpec, ServiceSpec } from '../../engine';
import { type ContainerConfig, containerConfig } from './containerConfig';
import { changeTimeoutMs, within } from '../api/deadline';
import { engineWords, statusOf } from '../api/errors';
import { names } from '../labels';
import { forPodman, type PodmanFacts } from '../connect/podman';
import { callApi } from '../api/request';
import { createdSchema } from '../api/wire';
import { notSeenError } from '../workspace/workspaceProof';

/** What the containers of one lab have in common while they are made. */
export interface LabContext {
  docker: Docker;
  podman?: PodmanFacts;
  lab: LabSpec;
  labels: Record<string, string>;
  /** Settles when the lab's network exists. */
  network: Promise<unknown>;
  /** Fires when nobody wants the lab any more. */
  signal: AbortSignal;
}

async function post({ docker, signal }: LabContext, name: string, config: ContainerConfig): Promise<string> {
  const create = callApi(docker, {
    method: 'POST',
    path: '/containers/create',
    query: { name },
    body: config,
  });
  return createdSchema.parse(await within(changeTimeoutMs, l10n.t('create the container {0}', name), create, signal))
    .Id;
}

/**
 * Creates a service's container and returns its id. The network may still be in the making: engines that insist on it
 * are asked again when it is there.
 * @param ports container port -> port on 127.0.0.1
 * @throws UserError `image-missing`, `workspace-not-visible`, `lab-invalid`
 */
export async function createContainer(
  context: LabContext,
  spec: ServiceSpec,
  ports: ReadonlyMap<number, number>,
): Promise<string> {
  const { lab, labels, network } = context;
  const plain = containerConfig(lab, spec, labels, ports);
  const config = context.podman ? forPodman(plain, context.podman) : plain;
  const name = names.container(lab.session, spec.name);
  try {
    return await post(context, name, config);
  } catch (error) {
    if (statusOf(error) === 404) {
      await network;
      return await again(context, name, config, spec);
    }
    if (statusOf(error) === 400 && spec.workspace && !(await mountIsSeen(context, name, config))) {
      throw notSeenError(spec.workspace.folder);
    }
    throw error;
  }
}

async function again(
  context: LabContext,
  name: string,
  config: ContainerConfig,
  spec: ServiceSpec,
): Promise<string> {
  try {
    return await post(context, name, config);
  } catch (error) {
    if (statusOf(error) === 404) {
      throw new UserError(l10n.t('The image of the service "{0}" is not there any more.', spec.name), {
        code: 'image-missing',
        action: {
          label: l10n.t('Start Lab'),
          text: l10n.t('Start the lab again: its image is then made anew.'),
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
async function mountIsSeen(context: LabContext, name: string, config: ContainerConfig): Promise<boolean> {
  const { Mounts, ...hostConfig } = config.HostConfig;
  const trial = {
    ...config,
    HostConfig: { ...hostConfig, Mounts: Mounts.filter(({ Type }) => Type !== 'bind') },
  };
  try {
    const id = await post(context, name, trial);
    await callApi(context.docker, { method: 'DELETE', path: `/containers/${id}`, query: { force: true } });
    return false;
  } catch {
    return true;
  }
}
