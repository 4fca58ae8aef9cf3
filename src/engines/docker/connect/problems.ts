import { type NextAction, UserError } from '../../../common/errors';
import type { EngineProblem } from '../../engine';
import type { Endpoint } from './address';
import { oldestApi } from './client';

function startAction(): NextAction {
  switch (process.platform) {
    case 'darwin':
    case 'win32':
      return {
        label: 'Try Again',
        text: 'Start Docker Desktop (or your other container engine) and wait until it says that it runs.',
      };
    default:
      return {
        label: 'Try Again',
        text: 'Start it with `sudo systemctl start docker`, or start your desktop engine.',
      };
  }
}

const link = {
  install: 'https://docs.docker.com/get-started/get-docker/',
  certificates: 'https://docs.docker.com/engine/security/protect-access/',
  permission: 'https://docs.docker.com/engine/install/linux-postinstall/',
};

/** What is wrong with the engine, worded for a person, each with its one next action. */
export function problemError(
  reason: EngineProblem,
  endpoint: Endpoint | undefined,
  detail: string,
): { reason: EngineProblem; error: UserError } {
  const where = endpoint?.explicit ? ` (${endpoint.address}, from ${endpoint.source})` : '';
  const make = (message: string, action: NextAction): { reason: EngineProblem; error: UserError } => ({
    reason,
    error: new UserError(message, { code: `engine-${reason}`, action, detail }),
  });
  switch (reason) {
    case 'not-installed':
      return make('No container engine was found on this machine. Labs run in containers and need one.', {
        label: 'Install Docker',
        text: `Install Docker: ${link.install}`,
        command: link.install,
      });
    case 'not-running':
      return make(`The container engine is not running${where}.`, startAction());
    case 'no-permission':
      return make(
        `You are not allowed to use the container engine at ${endpoint?.address ?? 'its socket'}.`,
        {
          label: 'Show How',
          text: 'Add yourself to its group with `sudo usermod -aG docker $USER`, then log out and in again.',
          command: link.permission,
        },
      );
    case 'hung':
      return make(`The container engine at ${endpoint?.address ?? 'its socket'} does not answer.`, {
        label: 'Try Again',
        text: 'Restart the container engine, then try again.',
      });
    case 'too-old':
      return make(
        `The container engine is too old (${detail}); labs need API ${oldestApi}, which is Docker 20.10 or Podman 4.3.`,
        {
          label: 'Update Docker',
          text: `Update the container engine: ${link.install}`,
          command: link.install,
        },
      );
    case 'wrong-context':
      return make(`The Docker context "${endpoint?.context}" names ${endpoint?.address}, where there is no engine.`, {
        label: 'Choose Context',
        text: 'Start the engine of that context, or choose another one of `docker context ls` with `docker context use`.',
        command: 'aiLabs.chooseContext',
      });
    case 'tls':
      return make(
        `The container engine at ${endpoint?.address ?? 'its address'} and this machine do not accept each other's certificates (${detail}).`,
        {
          label: 'Show How',
          text: 'Put the right ca.pem, cert.pem and key.pem where DOCKER_CERT_PATH (or the Docker context) says, and set DOCKER_TLS_VERIFY=1.',
          command: link.certificates,
        },
      );
    case 'unreachable':
      return make(
        `The container engine${where || ` at ${endpoint?.address ?? 'its address'}`} cannot be reached.`,
        {
          label: 'Set Address',
          text: 'Check DOCKER_HOST, the current Docker context, or the setting aiLabs.docker.host.',
          command: 'workbench.action.openSettings',
          arguments: ['aiLabs.docker.host'],
        },
      );
  }
}
