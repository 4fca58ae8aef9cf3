import * as l10n from '@vscode/l10n';
import { type NextAction, UserError } from '../../../common/errors';
import type { Endpoint } from './address';
import { SshError, type SshProblem } from './ssh';

interface Words {
  code: string;
  message: string;
  action: NextAction;
}

function sshWords(problem: SshProblem, endpoint: Endpoint): Words {
  const { host = '', user, port } = endpoint.ssh ?? {};
  const login = `ssh ${port ? `-p ${port} ` : ''}${user ? `${user}@` : ''}${host}`;
  const from = endpoint.source;
  switch (problem) {
    case 'client':
      return {
        code: 'engine-ssh-missing',
        message: l10n.t('There is no ssh on this machine, which the container engine {0} ({1}) is reached by.', endpoint.address, from),
        action: { label: l10n.t('Try Again'), text: l10n.t('Install an OpenSSH client, so that `ssh -V` answers.') },
      };
    case 'denied':
      return {
        code: 'engine-ssh-denied',
        message: l10n.t('{0} does not let you in over ssh without a question ({1}).', host, from),
        action: {
          label: l10n.t('Try Again'),
          text: l10n.t('Set up a key so that `{0}` asks for nothing: `ssh-copy-id` puts one there, `ssh-add` unlocks it.', login),
        },
      };
    case 'host-key':
      return {
        code: 'engine-ssh-host-key',
        message: l10n.t('The ssh key of {0} is not known here, or is not the one it had ({1}).', host, from),
        action: { label: l10n.t('Try Again'), text: l10n.t('Run `{0}` once in a terminal, and accept the key if it is the right one.', login) },
      };
    case 'docker':
      return {
        code: 'engine-ssh-no-docker',
        message: l10n.t('There is no `docker` command on {0}, which labs reach its container engine by ({1}).', host, from),
        action: { label: l10n.t('Try Again'), text: l10n.t('Install Docker there, so that `{0} docker version` answers.', login) },
      };
    case 'engine':
      return {
        code: 'engine-ssh-no-engine',
        message: l10n.t('{0} was reached over ssh, but its container engine does not answer ({1}).', host, from),
        action: { label: l10n.t('Try Again'), text: l10n.t('See what `{0} docker info` says, and mend that.', login) },
      };
    case 'unreachable':
      return {
        code: 'engine-unreachable',
        message: l10n.t('{0} cannot be reached over ssh ({1}).', host, from),
        action: { label: l10n.t('Try Again'), text: l10n.t('See what `{0}` says: the host may be down, or its name or port wrong.', login) },
      };
  }
}

/** What keeps us from an engine behind ssh; undefined for everything else. */
export function remoteError(endpoint: Endpoint, error: unknown): UserError | undefined {
  if (!(error instanceof SshError)) {
    return undefined;
  }
  const { message, ...options } = sshWords(error.problem, endpoint);
  return new UserError(message, { ...options, detail: error.message, cause: error });
}
