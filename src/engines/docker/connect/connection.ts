import { homedir } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import { type Endpoint, parseAddress } from './address';
import { contextEndpoint, currentContext, readPem } from './contextStore';

export interface ConnectionOptions {
  /** The setting `aiLabs.docker.host`, such as `unix:///run/user/1000/docker.sock`. */
  host?: string;
  /** The setting `aiLabs.docker.context`: a context's name, `default` for none of them. */
  context?: string;
  environment?: NodeJS.ProcessEnv;
  home?: string;
  platform?: NodeJS.Platform;
}

/** Where engines usually listen, most likely first. */
function usualEndpoints(home: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Endpoint[] {
  if (platform === 'win32') {
    return ['dockerDesktopLinuxEngine', 'docker_engine', 'podman-machine-default'].map((pipe) => ({
      source: l10n.t('the usual places'),
      address: `npipe:////./pipe/${pipe}`,
      explicit: false,
      socketPath: `//./pipe/${pipe}`,
    }));
  }
  const runtime = environment['XDG_RUNTIME_DIR'];
  const sockets = [
    '/var/run/docker.sock',
    path.join(home, '.docker/run/docker.sock'),
    path.join(home, '.docker/desktop/docker.sock'),
    path.join(home, '.colima/default/docker.sock'),
    path.join(home, '.orbstack/run/docker.sock'),
    path.join(home, '.rd/docker.sock'),
    ...(runtime ? [path.join(runtime, 'docker.sock'), path.join(runtime, 'podman/podman.sock')] : []),
    path.join(home, '.local/share/containers/podman/machine/podman.sock'),
    '/run/podman/podman.sock',
  ];
  return sockets.map((socketPath) => ({
    source: l10n.t('the usual places'),
    address: `unix://${socketPath}`,
    explicit: false,
    socketPath,
  }));
}

/**
 * Where to look for the engine, in order: the settings (address, then context), `DOCKER_HOST`, the current Docker
 * context, then the usual sockets. Whatever was asked for by name is the only one tried.
 * @throws UserError `engine-unreachable` where what was asked for cannot be understood.
 */
export function findEndpoints(options: ConnectionOptions = {}): Endpoint[] {
  const environment = options.environment ?? process.env;
  const home = options.home ?? homedir();
  const platform = options.platform ?? process.platform;
  const dockerConfig = environment['DOCKER_CONFIG'] || path.join(home, '.docker');
  const certificates = environment['DOCKER_CERT_PATH'];
  const tls =
    environment['DOCKER_TLS_VERIFY'] || certificates
      ? { ...readPem(certificates || dockerConfig), skipVerify: !environment['DOCKER_TLS_VERIFY'] }
      : undefined;

  if (options.host) {
    return [parseAddress(options.host, l10n.t('the setting aiLabs.docker.host'), true, tls)];
  }
  const named = options.context;
  const host = environment['DOCKER_HOST'];
  if (!named && host) {
    return [parseAddress(host, 'DOCKER_HOST', true, tls)];
  }
  const context = named ?? currentContext(dockerConfig, environment);
  if (context && context !== 'default') {
    const endpoint = contextEndpoint(context, dockerConfig);
    if (endpoint) {
      return [endpoint];
    }
    throw new UserError(l10n.t('The Docker context "{0}" does not exist.', context), {
      code: 'engine-wrong-context',
      action: {
        label: l10n.t('Choose Context'),
        text: l10n.t('Choose another Docker context: `docker context ls` shows them.'),
        command: 'aiLabs.chooseContext',
      },
    });
  }
  return usualEndpoints(home, environment, platform);
}
