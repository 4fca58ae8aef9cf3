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
  const from = ` (${endpoint.source})`;
  switch (problem) {
    case 'client':
      return {
        code: 'engine-ssh-missing',
        message: `There is no ssh on this machine, which the container engine ${endpoint.address}${from} is reached by.`,
        action: { label: 'Try Again', text: 'Install an OpenSSH client, so that `ssh -V` answers.' },
      };
    case 'denied':
      return {
        code: 'engine-ssh-denied',
        message: `${host} does not let you in over ssh without a question${from}.`,
        action: {
          label: 'Try Again',
          text: `Set up a key so that \`${login}\` asks for nothing: \`ssh-copy-id\` puts one there, \`ssh-add\` unlocks it.`,
        },
      };
    case 'host-key':
      return {
        code: 'engine-ssh-host-key',
        message: `The ssh key of ${host} is not known here, or is not the one it had${from}.`,
        action: { label: 'Try Again', text: `Run \`${login}\` once in a terminal, and accept the key if it is the right one.` },
      };
    case 'docker':
      return {
        code: 'engine-ssh-no-docker',
        message: `There is no \`docker\` command on ${host}, which labs reach its container engine by${from}.`,
        action: { label: 'Try Again', text: `Install Docker there, so that \`${login} docker version\` answers.` },
      };
    case 'engine':
      return {
        code: 'engine-ssh-no-engine',
        message: `${host} was reached over ssh, but its container engine does not answer${from}.`,
        action: { label: 'Try Again', text: `See what \`${login} docker info\` says, and mend that.` },
      };
    case 'unreachable':
      return {
        code: 'engine-unreachable',
        message: `${host} cannot be reached over ssh${from}.`,
        action: { label: 'Try Again', text: `See what \`${login}\` says: the host may be down, or its name or port wrong.` },
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
