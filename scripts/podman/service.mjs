// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pingSocket } from '../setup/engine-probe.mjs';
import { attempt, isRoot, onPath, run } from '../setup/run.mjs';
import { SetupError } from '../setup/say.mjs';

/** The user in whose name Podman runs without root when we are root; made when needed and removed again. */
const rootlessUser = 'ai-labs-podman';

/**
 * @typedef {object} PodmanService a Podman of the tests' own, with a store of its own in a temporary folder
 * @property {string} name
 * @property {string} socket
 * @property {string} folder owned by who runs it; may hold temporary files of the tests too
 * @property {(command: string, args: string[], environment?: NodeJS.ProcessEnv) => {command: string, args: string[], env: NodeJS.ProcessEnv}} asUser
 *   how a command is run as the user in whose name it runs
 * @property {() => Promise<void>} stop ends it and removes what it kept
 */

/**
 * Bounded limits need no right to raise them; without systemd there are no cgroups of its, timers or journal.
 * Source: containers.conf(5), storage.conf(5)
 * @param {string} folder
 */
async function writeConfiguration(folder) {
  const runtime = onPath('crun') ? 'crun' : 'runc';
  const cgroups = existsSync('/run/systemd/system') ? '' : 'cgroup_manager = "cgroupfs"\n';
  await writeFile(
    path.join(folder, 'containers.conf'),
    `[containers]\ndefault_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]\n` +
      `[engine]\nruntime = "${runtime}"\nevents_logger = "file"\n${cgroups}`,
  );
  await writeFile(
    path.join(folder, 'storage.conf'),
    `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/store"\nrunroot = "${folder}/run/store"\n`,
  );
}

/** @returns {Promise<{uid: number, gid: number, made: boolean}>} an ordinary user with ids to map */
async function ordinaryUser() {
  const known = await attempt('id', ['-u', rootlessUser]);
  if (known.code !== 0) {
    await run(`make the user ${rootlessUser}`, 'useradd', ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', rootlessUser]);
  }
  const uid = Number(await run('look up a user', 'id', ['-u', rootlessUser]));
  const gid = Number(await run('look up a group', 'id', ['-g', rootlessUser]));
  return { uid, gid, made: known.code !== 0 };
}

/** A device for its network, opened to the user in a mount namespace of the service alone. @param {string} folder */
async function privateTun(folder) {
  const tun = path.join(folder, 'tun');
  await run('make a network device for Podman', 'mknod', ['-m', '666', tun, 'c', '10', '200']);
  return ['unshare', '--mount', '--propagation', 'slave', 'sh', '-c', 'mount --bind "$0" /dev/net/tun && exec "$@"', tun];
}

/**
 * Starts `podman system service` on a socket of its own.
 * @param {boolean} rootless
 * @returns {Promise<PodmanService>}
 * @throws {SetupError}
 */
export async function startPodman(rootless) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-podman-'));
  const user = rootless && isRoot() ? await ordinaryUser() : undefined;
  await chmod(folder, 0o755);
  for (const name of ['store', 'run', 'home', 'tmp']) await mkdir(path.join(folder, name), { mode: name === 'run' ? 0o700 : 0o755 });
  await writeConfiguration(folder);
  const socket = path.join(folder, 'podman.sock');
  const tun = user ? await privateTun(folder) : [];
  if (user) await run('hand over a folder', 'chown', ['-R', `${user.uid}:${user.gid}`, folder]);

  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    CONTAINERS_CONF: path.join(folder, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: path.join(folder, 'storage.conf'),
    HOME: path.join(folder, 'home'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    TMPDIR: path.join(folder, 'tmp'),
  };
  const drop = user ? ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--init-groups'] : [];
  /** @type {PodmanService['asUser']} */
  const asUser = (command, args, environment = {}) => {
    const [first = command, ...rest] = [...drop, command, ...args];
    return { command: first, args: rest, env: { ...env, ...environment } };
  };

  const words = [...tun, ...drop, 'podman', 'system', 'service', '--time=0', `unix://${socket}`];
  const out = openSync(path.join(folder, 'service.log'), 'a');
  // A session of its own, so that it can be ended with all it started.
  const child = spawn(/** @type {string} */ (words[0]), words.slice(1), { detached: true, env, cwd: folder, stdio: ['ignore', out, out] });
  let over = false;
  child.once('exit', () => (over = true));
  child.once('error', () => (over = true));

  const stop = async () => {
    if (child.pid && !over) process.kill(-child.pid, 'SIGTERM');
    for (let waited = 0; waited < 50 && !over; waited++) await delay(100);
    if (child.pid && !over) process.kill(-child.pid, 'SIGKILL');
    // What ids of its users own, an ordinary user can only remove from inside their namespace.
    const clean = asUser('podman', rootless ? ['unshare', 'rm', '-rf', path.join(folder, 'store')] : ['version']);
    await attempt(clean.command, clean.args, { env: clean.env, cwd: '/' });
    await attempt('sh', ['-c', 'grep -F " $0/" /proc/mounts | cut -d" " -f2 | sort -r | xargs -r umount -l', folder]);
    await endProcessesOf(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    if (user?.made) await attempt('userdel', [rootlessUser]);
  };
  for (let waited = 0; waited < 200; waited++) {
    if (over) break;
    if ((await pingSocket(socket)) === 'answers') return { name: rootless ? 'Podman without root' : 'Podman', socket, folder, asUser, stop };
    await delay(100);
  }
  await stop();
  throw new SetupError(`Podman ${rootless ? 'without root ' : ''}did not come up; \`podman system service\` says why.`);
}

/**
 * Without root, Podman leaves a process that holds its namespaces, and one for their network. Both name our folder in
 * their environment.
 * @param {string} folder
 */
async function endProcessesOf(folder) {
  const script = `for each in /proc/[0-9]*; do
    pid=\${each#/proc/}
    [ "$pid" != "$$" ] || continue
    case "$(cat "$each/comm" 2>/dev/null)" in podman*|catatonit|slirp4netns|aardvark-dns|conmon|rootlessport*) ;; *) continue ;; esac
    tr '\\0' '\\n' <"$each/environ" 2>/dev/null | grep -qxF "XDG_RUNTIME_DIR=$0/run" && kill -KILL "$pid"
  done 2>/dev/null; true`;
  await attempt('sh', ['-c', script, folder]);
}
