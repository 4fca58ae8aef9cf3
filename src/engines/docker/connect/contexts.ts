import { homedir } from 'node:os';
import path from 'node:path';
import { isUserError } from '../../../common/errors';
import { type ConnectionOptions, findEndpoints } from './connection';
import { contextNames, currentContext } from './contextStore';
import { probe } from './probe';

/** A Docker context a person may choose, and whether an engine answers there. */
export interface ContextChoice {
  /** Undefined: whatever is found without choosing one. */
  name?: string;
  /** As in `docker context ls`; where the engine was found, for what is found by itself. */
  address?: string;
  /** The one the Docker command would use. */
  current: boolean;
  /** Such as "Docker 28.1"; undefined where nothing answers. */
  engine?: string;
  /** Why it cannot be used, in a sentence. */
  problem?: string;
}

/** All contexts of Docker's store, after what is found without one; each is asked whether it answers, all at once. */
export async function listContexts(options: ConnectionOptions, signal?: AbortSignal): Promise<ContextChoice[]> {
  const environment = options.environment ?? process.env;
  const dockerConfig = environment['DOCKER_CONFIG'] || path.join(options.home ?? homedir(), '.docker');
  const current = currentContext(dockerConfig, environment);
  const names = [undefined, ...contextNames(dockerConfig)];
  return Promise.all(names.map((name) => ask({ ...options, host: undefined, context: name }, name !== undefined && name === current, signal)));
}

async function ask(options: ConnectionOptions, current: boolean, signal?: AbortSignal): Promise<ContextChoice> {
  const choice = { name: options.context, current };
  const answer = await probe(options, signal);
  if ('client' in answer) {
    const { name, version, endpoint } = answer.client;
    return { ...choice, address: endpoint.address, engine: `${name} ${version}` };
  }
  return { ...choice, address: options.context && addressOf(options), problem: answer.error.message };
}

function addressOf(options: ConnectionOptions): string | undefined {
  try {
    return findEndpoints(options)[0]?.address;
  } catch (error) {
    if (isUserError(error)) {
      return undefined;
    }
    throw error;
  }
}
