// @ts-check
import http from 'node:http';
import { homedir } from 'node:os';
import path from 'node:path';
import { attempt, onPath } from './run.mjs';

/**
 * @typedef {'answers' | 'absent' | 'refused' | 'forbidden' | 'silent'} SocketState
 * `refused`: the file is there with no server behind it; `forbidden`: this user may not open it.
 */

export const systemSocket = '/var/run/docker.sock';

/** Sockets of the engines people have, besides the one the Docker command is configured for. */
function candidateSockets() {
  const home = homedir();
  const fromEnvironment = /^unix:\/\/(.+)$/.exec(process.env.DOCKER_HOST ?? '')?.[1];
  const runtime = process.env.XDG_RUNTIME_DIR;
  return [
    fromEnvironment,
    systemSocket,
    path.join(home, '.docker/run/docker.sock'),
    path.join(home, '.docker/desktop/docker.sock'),
    path.join(home, '.colima/default/docker.sock'),
    path.join(home, '.orbstack/run/docker.sock'),
    path.join(home, '.rd/docker.sock'),
    runtime && path.join(runtime, 'docker.sock'),
    runtime && path.join(runtime, 'podman/podman.sock'),
  ].filter((socket) => typeof socket === 'string');
}

/**
 * @param {string} socketPath
 * @param {number} [timeout] milliseconds to wait for an answer to `GET /_ping`
 * @returns {Promise<SocketState>}
 */
export function pingSocket(socketPath, timeout = 3000) {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/_ping', timeout }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'silent');
    });
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'ENOENT') resolve('absent');
      else if (error.code === 'EACCES') resolve('forbidden');
      else if (error.code === 'ECONNREFUSED') resolve('refused');
      else resolve('silent');
    });
  });
}

/**
 * Finds a container engine that answers, however it is reached.
 * @returns {Promise<string | undefined>} where it was found, in words; undefined when none answers
 */
export async function findEngine() {
  if (process.platform !== 'win32') {
    for (const socket of candidateSockets()) {
      if ((await pingSocket(socket)) === 'answers') return socket;
    }
  }
  // DOCKER_HOST over TCP or ssh, contexts and Windows pipes: the command knows them all.
  if (!onPath('docker')) return undefined;
  const { code, output } = await attempt('docker', ['version', '--format', '{{.Server.Version}}'], {
    timeout: 15_000,
  });
  return code === 0 && output.trim() ? "the Docker command's current context" : undefined;
}
