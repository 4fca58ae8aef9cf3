import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../common/errors';

/** A place where an engine may be listening. */
export interface Endpoint {
  /** Where this came from, for messages: "DOCKER_HOST", "the Docker context desktop-linux" … */
  source: string;
  /** As a person would write it: `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376`. */
  address: string;
  /** Somebody asked for this one: no other is tried. */
  explicit: boolean;
  socketPath?: string;
  host?: string;
  port?: number;
  tls?: { ca?: string; cert?: string; key?: string; skipVerify: boolean };
}

export interface ConnectionOptions {
  /** The setting `aiLabs.docker.host`, such as `unix:///run/user/1000/docker.sock`. */
  host?: string;
  /** The setting `aiLabs.docker.context`. */
  context?: string;
  environment?: NodeJS.ProcessEnv;
  home?: string;
  platform?: NodeJS.Platform;
}

function readPem(folder: string): { ca?: string; cert?: string; key?: string } {
  const read = (name: string): string | undefined => {
    const file = path.join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

function notUnderstood(address: string, source: string): UserError {
  return new UserError(
    `${source.charAt(0).toUpperCase()}${source.slice(1)} names the container engine "${address}", which this extension cannot reach.`,
    {
      code: 'engine-unreachable',
      action: {
        label: 'Set Address',
        text: 'Use an address like unix:///var/run/docker.sock, tcp://127.0.0.1:2375 or npipe:////./pipe/docker_engine.',
        command: 'workbench.action.openSettings',
        arguments: ['aiLabs.docker.host'],
      },
    },
  );
}

/**
 * Reads an address of the form Docker's own command takes (`unix://`, `tcp://`, `http(s)://`, `npipe://`, a bare path
 * or host:port).
 * @throws UserError `engine-unreachable` for schemes that cannot be dialled.
 */
export function parseAddress(
  address: string,
  source: string,
  explicit: boolean,
  tls?: Endpoint['tls'],
): Endpoint {
  if (address.startsWith('unix://')) {
    return {
      source,
      address,
      explicit,
      socketPath: address.slice('unix://'.length) || '/var/run/docker.sock',
    };
  }
  if (address.startsWith('npipe://')) {
    return { source, address, explicit, socketPath: address.slice('npipe://'.length).replaceAll('\\', '/') };
  }
  if (address.startsWith('/')) {
    return { source, address: `unix://${address}`, explicit, socketPath: address };
  }
  const match = /^(?:(tcp|http|https):\/\/)?(\[[^\]]+\]|[^/:\s]+)(?::(\d{1,5}))?\/?$/.exec(address);
  if (!match) {
    throw notUnderstood(address, source);
  }
  const secure = match[1] === 'https' || tls !== undefined;
  return {
    source,
    address,
    explicit,
    host: (match[2] ?? '').replace(/^\[|\]$/g, ''),
    port: match[3] ? Number(match[3]) : secure ? 2376 : 2375,
    tls: secure ? (tls ?? { skipVerify: false }) : undefined,
  };
}

/**
 * The endpoint of a Docker context, as the Docker command stores it: `contexts/meta/<sha256 of the name>/meta.json`,
 * certificates beside it under `contexts/tls`. Undefined where there is no such context.
 * Format: https://docs.docker.com/engine/manage-resources/contexts/
 */
function contextEndpoint(name: string, dockerConfig: string): Endpoint | undefined {
  const id = createHash('sha256').update(name).digest('hex');
  const file = path.join(dockerConfig, 'contexts', 'meta', id, 'meta.json');
  if (!existsSync(file)) {
    return undefined;
  }
  const meta = parseObject(readFileSync(file, 'utf8'));
  const docker = (meta['Endpoints'] as Record<string, unknown> | undefined)?.['docker'] as
    Record<string, unknown> | undefined;
  const host = docker?.['Host'];
  if (typeof host !== 'string') {
    return undefined;
  }
  const pem = readPem(path.join(dockerConfig, 'contexts', 'tls', id, 'docker'));
  const tls = pem.ca || pem.cert ? { ...pem, skipVerify: docker?.['SkipTLSVerify'] === true } : undefined;
  return parseAddress(host, `the Docker context "${name}"`, true, tls);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The context the Docker command would use, or undefined for its default one. */
export function currentContext(dockerConfig: string, environment: NodeJS.ProcessEnv): string | undefined {
  const file = path.join(dockerConfig, 'config.json');
  const configured = existsSync(file) ? parseObject(readFileSync(file, 'utf8'))['currentContext'] : undefined;
  const name = environment['DOCKER_CONTEXT'] || (typeof configured === 'string' ? configured : undefined);
  return name && name !== 'default' ? name : undefined;
}

/** Where engines usually listen, most likely first. */
function usualEndpoints(home: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Endpoint[] {
  if (platform === 'win32') {
    return ['dockerDesktopLinuxEngine', 'docker_engine', 'podman-machine-default'].map((pipe) => ({
      source: 'the usual places',
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
    source: 'the usual places',
    address: `unix://${socketPath}`,
    explicit: false,
    socketPath,
  }));
}

/**
 * Where to look for the engine, in order: the setting, `DOCKER_HOST`, the current Docker context, then the usual
 * sockets. Whatever was asked for by name is the only one tried.
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
    return [parseAddress(options.host, 'the setting aiLabs.docker.host', true, tls)];
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
    throw new UserError(`The Docker context "${context}" does not exist.`, {
      code: 'engine-unreachable',
      action: {
        label: 'Choose Context',
        text: 'Choose one of `docker context ls` with `docker context use`.',
      },
    });
  }
  return usualEndpoints(home, environment, platform);
}
