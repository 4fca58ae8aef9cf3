import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { SshAddress } from './ssh';

/** A place where an engine may be listening. */
export interface Endpoint {
  /** Where this came from, for messages: "DOCKER_HOST", "the Docker context desktop-linux" … */
  source: string;
  /** As a person would write it: `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376`, `ssh://me@host`. */
  address: string;
  /** Somebody asked for this one: no other is tried. */
  explicit: boolean;
  /** The Docker context that names it. */
  context?: string;
  /** A Unix socket, or a Windows named pipe as `//./pipe/name`. */
  socketPath?: string;
  host?: string;
  port?: number;
  tls?: { ca?: string; cert?: string; key?: string; skipVerify: boolean };
  ssh?: SshAddress;
}

function notUnderstood(address: string, source: string): UserError {
  return new UserError(
    l10n.t('{0} names the container engine "{1}", which this extension cannot reach.', source.charAt(0).toUpperCase() + source.slice(1), address),
    {
      code: 'engine-unreachable',
      action: {
        label: l10n.t('Set Address'),
        text: l10n.t('Use an address like unix:///var/run/docker.sock, tcp://127.0.0.1:2375, ssh://user@host or npipe:////./pipe/docker_engine.'),
        command: 'workbench.action.openSettings',
        arguments: ['aiLabs.docker.host'],
      },
    },
  );
}

/** Parts of `ssh://user@host:port/path/of/the.sock`; undefined for what ssh would take as an option, or not at all. */
function parseSsh(address: string): SshAddress | undefined {
  const match = /^ssh:\/\/(?:([^@/\s:-][^@/\s:]*)@)?(\[[^\]\s/-][^\]\s/]*\]|[^@/\s:[\]-][^@/\s:[\]]*)(?::(\d{1,5}))?(\/\S*)?$/.exec(address);
  return match
    ? {
        host: (match[2] ?? '').replace(/^\[|\]$/g, ''),
        user: match[1],
        port: match[3] ? Number(match[3]) : undefined,
        socket: match[4] && match[4] !== '/' ? match[4] : undefined,
      }
    : undefined;
}

/**
 * Reads an address of the form Docker's own command takes (`unix://`, `tcp://`, `http(s)://`, `ssh://`, `npipe://`, a
 * bare path, also of a Windows pipe, or host:port).
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
  // People write it as Docker's URL and as Windows' own path.
  const pipe = /^(?:npipe:(?:\/\/)?)?(\/\/[^/]+\/pipe\/.+)$/.exec(address.replaceAll('\\', '/'))?.[1];
  if (pipe) {
    return { source, address: `npipe://${pipe}`, explicit, socketPath: pipe };
  }
  if (address.startsWith('/')) {
    return { source, address: `unix://${address}`, explicit, socketPath: address };
  }
  const ssh = parseSsh(address);
  if (ssh) {
    return { source, address, explicit, ssh };
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
