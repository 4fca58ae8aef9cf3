// @ts-check
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { run } from '../setup/run.mjs';
import { SetupError } from '../setup/say.mjs';

/**
 * Gives an image of this machine's Docker to an engine at a socket: its own registry may be out of reach.
 * @param {string} image @param {string} socket @param {string} folder for the file between them
 */
export async function copyImage(image, socket, folder) {
  const file = path.join(folder, 'image.tar');
  await run(`take ${image} out of Docker`, 'docker', ['save', '--output', file, image]);
  try {
    const status = await new Promise((resolve, reject) => {
      const request = http.request(
        { socketPath: socket, method: 'POST', path: '/v1.41/images/load', headers: { 'content-type': 'application/x-tar' } },
        (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode));
        },
      );
      request.once('error', reject);
      createReadStream(file).once('error', reject).pipe(request);
    });
    if (status !== 200) throw new SetupError(`The engine did not take the image ${image}: HTTP ${status}.`);
  } finally {
    await rm(file, { force: true });
  }
}
