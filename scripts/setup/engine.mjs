// @ts-check
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { askToChangeMachine } from './consent.mjs';
import { findEngine, pingSocket, systemSocket } from './engine-probe.mjs';
import { ensurePackages } from './packages.mjs';
import { attempt, isRoot, leaveRunning, onPath, run } from './run.mjs';
import { SetupError, say, step } from './say.mjs';

const daemonLog = '/var/log/ai-architect-labs-dockerd.log';

/**
 * A pid file that outlived its daemon (a killed machine) may name a stranger's process by now, or a dead one
 * that nobody reaped, and then dockerd refuses to start or waits for a containerd that is not there. So such a
 * file is removed. In shell, because only root may look into dockerd's folder.
 * @param {string} file @param {string} program
 * @returns {Promise<boolean>} whether the file names a live process of that program
 */
async function isLive(file, program) {
  // proc(5): "pid (comm) state ..."
  const script = `
    [ -e "$1" ] || exit 1
    if read -r _ name state _ <"/proc/$(cat "$1")/stat" 2>/dev/null; then
      [ "$name" = "($2)" ] && [ "$state" != Z ] && exit 0
    fi
    rm -f "$1"; exit 1`;
  return (await attempt('sh', ['-c', script, 'sh', file, program], { root: true })).code === 0;
}

/** @param {number} seconds @returns {Promise<boolean>} */
async function waitForSocket(seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(200)) {
    const state = await pingSocket(systemSocket);
    if (state === 'answers') return true;
    // Not ours to open yet, and maybe only the file that an earlier daemon left.
    if (state === 'forbidden') {
      const asked = await attempt('docker', ['version'], { root: true, timeout: 10_000 });
      if (asked.code === 0) return true;
    }
  }
  return false;
}

async function startDaemon() {
  if (existsSync('/run/systemd/system')) {
    const { code } = await attempt('systemctl', ['start', 'docker'], { root: true });
    if (code === 0 && (await waitForSocket(60))) return;
  }
  if (!(await isLive('/var/run/docker.pid', 'dockerd'))) {
    await isLive('/var/run/docker/containerd/containerd.pid', 'containerd');
    if (isRoot()) leaveRunning('dockerd', [], daemonLog);
    else await run('start dockerd', 'sh', ['-c', `setsid dockerd </dev/null >>${daemonLog} 2>&1 &`], { root: true });
  }
  if (await waitForSocket(60)) return;
  const { output } = await attempt('tail', ['-n', '12', daemonLog], { root: true });
  throw new SetupError(`dockerd did not come up within 60 s. Its log, ${daemonLog}, ends with:\n${output}`);
}

/** Lets this user, who is not root, talk to the engine: for good from the next login on, and right now. */
async function openSocketToUser() {
  const user = userInfo().username;
  await askToChangeMachine(
    `use the container engine without sudo, ${user} joins the group "docker" (which is as powerful as root) ` +
      'and owns its socket until the engine restarts',
  );
  await run('add you to the group docker', 'usermod', ['-aG', 'docker', user], { root: true });
  await run('hand over the socket', 'chown', [user, systemSocket], { root: true });
}

async function installAndStart() {
  if (onPath('docker')) say('The command `docker` is there, but no engine answers.');
  // A daemon installed some other way (docker-ce, say) is started, never replaced.
  if (onPath('dockerd') || existsSync('/usr/sbin/dockerd')) {
    await askToChangeMachine('run labs, the container engine of this machine is started');
  } else {
    await ensurePackages(
      ['docker.io', 'iptables', 'iproute2'],
      'run labs, a container engine is needed (about 300 MB)',
    );
  }
  await step('Starting the container engine', startDaemon);
  if ((await pingSocket(systemSocket)) === 'forbidden') await openSocketToUser();
}

/**
 * Makes sure a container engine answers: uses the one that is there, starts one that is installed, or
 * installs Debian's. Only Linux is changed; elsewhere a person is told what to start.
 * @returns {Promise<string>} where the engine was found, in words
 */
export async function ensureEngine() {
  const found = await findEngine();
  if (found) return found;
  if (process.env.DOCKER_HOST) {
    throw new SetupError(`DOCKER_HOST is ${process.env.DOCKER_HOST}, and no engine answers there. Start it or unset it.`);
  }
  if (process.platform !== 'linux') {
    throw new SetupError('No container engine answers. Start Docker Desktop (or Colima, OrbStack, Podman) and try again.');
  }
  let state = await pingSocket(systemSocket);
  if (state === 'forbidden') {
    say(`A container engine is there, but ${systemSocket} is not open to you.`);
    await openSocketToUser();
    state = await pingSocket(systemSocket);
  }
  // A socket also outlives its daemon, so being let in says nothing yet.
  if (state !== 'answers') await installAndStart();
  const started = await findEngine();
  if (!started) throw new SetupError(`The engine was started but does not answer at ${systemSocket}.`);
  return started;
}
