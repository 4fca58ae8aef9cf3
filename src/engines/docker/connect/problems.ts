import * as l10n from '@vscode/l10n';
import { type NextAction, UserError } from '../../../common/errors';
import type { EngineProblem } from '../../engine';
import type { Endpoint } from './address';
import { oldestApi } from './client';

function startAction(): NextAction {
  switch (process.platform) {
    case 'darwin':
    case 'win32':
      return {
        label: l10n.t('Try Again'),
        text: l10n.t('Start Docker Desktop (or your other container engine) and wait until it says that it runs.'),
      };
    default:
      return {
        label: l10n.t('Try Again'),
        text: l10n.t('Start it with `sudo systemctl start docker`, or start your desktop engine.'),
      };
  }
}

const link = {
  install: 'https://docs.docker.com/get-started/get-docker/',
  certificates: 'https://docs.docker.com/engine/security/protect-access/',
  windowsPermission: 'https://docs.docker.com/desktop/setup/install/windows-permission-requirements/',
  permission: 'https://docs.docker.com/engine/install/linux-postinstall/',
};

/** What is wrong with the engine, worded for a person, each with its one next action. */
export function problemError(
  reason: EngineProblem,
  endpoint: Endpoint | undefined,
  detail: string,
): { reason: EngineProblem; error: UserError } {
  const where = endpoint?.explicit ? l10n.t('{0}, from {1}', endpoint.address, endpoint.source) : '';
  const make = (message: string, action: NextAction): { reason: EngineProblem; error: UserError } => ({
    reason,
    error: new UserError(message, { code: `engine-${reason}`, action, detail }),
  });
  switch (reason) {
    case 'not-installed':
      return make(l10n.t('No container engine was found on this machine. Labs run in containers and need one.'), {
        label: l10n.t('Install Docker'),
        text: l10n.t('Install Docker: {0}', link.install),
        command: link.install,
      });
    case 'not-running':
      return make(where ? l10n.t('The container engine is not running ({0}).', where) : l10n.t('The container engine is not running.'), startAction());
    case 'no-permission':
      return make(
        l10n.t('You are not allowed to use the container engine at {0}.', endpoint?.address ?? l10n.t('its socket')),
        {
          label: l10n.t('Show How'),
          text: process.platform === 'win32'
            ? l10n.t('Have an administrator add you to the group docker-users, then sign out and in again.')
            : l10n.t('Add yourself to its group with `sudo usermod -aG docker $USER`, then log out and in again.'),
          command: process.platform === 'win32' ? link.windowsPermission : link.permission,
        },
      );
    case 'hung':
      return make(l10n.t('The container engine at {0} does not answer.', endpoint?.address ?? l10n.t('its socket')), {
        label: l10n.t('Try Again'),
        text: l10n.t('Restart the container engine, then try again.'),
      });
    case 'too-old':
      return make(
        l10n.t('The container engine is too old ({0}); labs need API {1}, which is Docker 20.10 or Podman 4.3.', detail, oldestApi),
        {
          label: l10n.t('Update Docker'),
          text: l10n.t('Update the container engine: {0}', link.install),
          command: link.install,
        },
      );
    case 'wrong-context':
      return make(l10n.t('The Docker context "{0}" names {1}, where there is no engine.', endpoint?.context ?? '', endpoint?.address ?? ''), {
        label: l10n.t('Choose Context'),
        text: l10n.t('Start the engine of that context, or choose another one of `docker context ls` with `docker context use`.'),
        command: 'aiLabs.chooseContext',
      });
    case 'tls':
      return make(
        l10n.t("The container engine at {0} and this machine do not accept each other's certificates ({1}).", endpoint?.address ?? l10n.t('its address'), detail),
        {
          label: l10n.t('Show How'),
          text: l10n.t('Put the right ca.pem, cert.pem and key.pem where DOCKER_CERT_PATH (or the Docker context) says, and set DOCKER_TLS_VERIFY=1.'),
          command: link.certificates,
        },
      );
    case 'unreachable':
      return make(
        where ? l10n.t('The container engine ({0}) cannot be reached.', where) : l10n.t('The container engine at {0} cannot be reached.', endpoint?.address ?? l10n.t('its address')),
        {
          label: l10n.t('Set Address'),
          text: l10n.t('Check DOCKER_HOST, the current Docker context, or the setting aiLabs.docker.host.'),
          command: 'workbench.action.openSettings',
          arguments: ['aiLabs.docker.host'],
        },
      );
  }
}
