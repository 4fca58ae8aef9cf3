// @ts-check
import { existsSync } from 'node:fs';
import { ensurePackages } from './packages.mjs';
import { attempt, onPath } from './run.mjs';

const server = '/usr/sbin/sshd';

/**
 * The tests of engines behind ssh start an OpenSSH server of their own, on loopback and with their own keys. Where its
 * package comes with this, the machine's own server stays off: nobody asked for one.
 */
export async function ensureSshServer() {
  if (existsSync(server) && onPath('ssh')) return;
  const had = existsSync(server);
  await ensurePackages(['openssh-server', 'openssh-client'], 'test engines behind ssh (2 MB; its service is not left running)');
  if (!had && onPath('systemctl')) {
    await attempt('systemctl', ['disable', '--now', 'ssh'], { root: true });
  }
}
