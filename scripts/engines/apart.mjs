// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError } from '../setup/say.mjs';

/**
 * @typedef {object} Apart a program with root in processes, mounts and a network of its own: whatever it starts, mounts
 *   and adds to the firewall is gone with it, and an engine that this machine runs already never meets it
 * @property {(command: string, args: string[]) => [string, ...string[]]} inside a command that sees its network
 * @property {() => boolean} over
 * @property {() => Promise<void>} stop
 */

/** First the network must have its way out. The name server is slirp4netns' own: this machine's may listen on loopback. */
const prelude = `set -e
until grep -q tap0: /proc/net/dev; do sleep 0.05; done
ip link set lo up
mount --bind "$0/resolv.conf" /etc/resolv.conf
`;

/** @param {number} pid @returns {Promise<string>} */
const networkOf = (pid) => readlink(`/proc/${pid}/ns/net`).catch(() => '');

/**
 * Starts a program apart. As root; needs util-linux, iproute2 and slirp4netns.
 * @param {string} folder where its log (`service.log`) and the like go
 * @param {string} before shell lines to run first, in its mounts; `$0` is the folder
 * @param {string[]} words the program: an init, for others are left to it
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Apart>}
 * @throws {SetupError}
 */
export async function startApart(folder, before, words, env) {
  await writeFile(path.join(folder, 'resolv.conf'), 'nameserver 10.0.2.3\n');
  const out = openSync(path.join(folder, 'service.log'), 'a');
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', out, out];
  const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('unshare', [...namespaces, 'sh', '-c', `${prelude}${before}exec "$@"`, folder, ...words], { env, cwd: folder, stdio });
  let over = false;
  child.once('exit', () => (over = true));
  child.once('error', () => (over = true));
  const pid = child.pid;
  if (!pid) throw new SetupError('Could not start `unshare`.');
  const ours = await networkOf(process.pid);
  for (let waited = 0; waited < 100 && !over; waited++) {
    const theirs = await networkOf(pid);
    if (theirs !== '' && theirs !== ours) break;
    await delay(20);
  }
  const network = spawn('slirp4netns', ['--configure', '--mtu=65520', '--disable-host-loopback', String(pid), 'tap0'], { stdio });
  network.once('error', () => child.kill('SIGKILL'));
  return {
    inside: (command, args) => ['nsenter', `--net=/proc/${pid}/ns/net`, command, ...args],
    over: () => over,
    stop: async () => {
      // With its first process every other one in there ends, and with the last of them mounts and network go.
      const ended = over ? undefined : once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      network.kill('SIGKILL');
    },
  };
}
