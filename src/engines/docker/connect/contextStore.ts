import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Endpoint, parseAddress } from './address';

export interface Pem {
  ca?: string;
  cert?: string;
  key?: string;
}

/** Certificates as Docker names them in a folder: `ca.pem`, `cert.pem`, `key.pem`. */
export function readPem(folder: string): Pem {
  const read = (name: string): string | undefined => {
    const file = path.join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function metaFolder(dockerConfig: string): string {
  return path.join(dockerConfig, 'contexts', 'meta');
}

function readMeta(dockerConfig: string, id: string): Record<string, unknown> | undefined {
  const file = path.join(metaFolder(dockerConfig), id, 'meta.json');
  return existsSync(file) ? parseObject(readFileSync(file, 'utf8')) : undefined;
}

/**
 * The endpoint of a Docker context, as the Docker command stores it: `contexts/meta/<sha256 of the name>/meta.json`,
 * certificates beside it under `contexts/tls`. Undefined where there is no such context.
 * Format: https://docs.docker.com/engine/manage-resources/contexts/
 * @throws UserError `engine-unreachable` where its address cannot be understood
 */
export function contextEndpoint(name: string, dockerConfig: string): Endpoint | undefined {
  const id = createHash('sha256').update(name).digest('hex');
  const endpoints = readMeta(dockerConfig, id)?.['Endpoints'] as Record<string, unknown> | undefined;
  const docker = endpoints?.['docker'] as Record<string, unknown> | undefined;
  const host = docker?.['Host'];
  if (typeof host !== 'string') {
    return undefined;
  }
  const pem = readPem(path.join(dockerConfig, 'contexts', 'tls', id, 'docker'));
  const skipVerify = docker?.['SkipTLSVerify'] === true;
  const tls = pem.ca || pem.cert || skipVerify ? { ...pem, skipVerify } : undefined;
  return { ...parseAddress(host, l10n.t('the Docker context "{0}"', name), true, tls), context: name };
}

/** Names of the contexts in Docker's store, in alphabetical order; the built-in `default` is not in it. */
export function contextNames(dockerConfig: string): string[] {
  const folder = metaFolder(dockerConfig);
  const ids = existsSync(folder) ? readdirSync(folder) : [];
  return ids
    .map((id) => readMeta(dockerConfig, id)?.['Name'])
    .filter((name): name is string => typeof name === 'string' && name !== '')
    .sort((a, b) => a.localeCompare(b));
}

/** The context the Docker command would use, or undefined for its default one. */
export function currentContext(dockerConfig: string, environment: NodeJS.ProcessEnv): string | undefined {
  const file = path.join(dockerConfig, 'config.json');
  const configured = existsSync(file) ? parseObject(readFileSync(file, 'utf8'))['currentContext'] : undefined;
  const name = environment['DOCKER_CONTEXT'] || (typeof configured === 'string' ? configured : undefined);
  return name && name !== 'default' ? name : undefined;
}
