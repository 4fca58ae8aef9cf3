// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attempt, isRoot, onPath, run } from '../setup/run.mjs';
import { SetupError } from '../setup/say.mjs';
import { startApart } from './apart.mjs';
import { isUp } from './service.mjs';

/** @typedef {import('./service.mjs').Service} Service */

/** The user in whose name Podman runs without root when we are root; made when needed and removed again. */
const rootlessUser = 'ai-labs-podman';

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
      `[engine]\nruntime = "${runtime}"\nevents_logger = "file"\n${cgroups}` +
      `[network]\nnetwork_config_dir = "${folder}/networks"\n`,
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

/** @param {boolean} rootless @returns {Promise<{folder: string, socket: string, env: NodeJS.ProcessEnv}>} */
async function makeFolder(rootless) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-podman-'));
  await chmod(folder, 0o755);
  const names = ['store', 'run', 'home', 'tmp', ...(rootless ? ['networks'] : [])];
  for (const name of names) await mkdir(path.join(folder, name), { mode: name === 'run' ? 0o700 : 0o755 });
  await writeConfiguration(folder);
  return {
    folder,
    socket: path.join(folder, 'podman.sock'),
    env: {
      ...process.env,
      CONTAINERS_CONF: path.join(folder, 'containers.conf'),
      CONTAINERS_STORAGE_CONF: path.join(folder, 'storage.conf'),
      HOME: path.join(folder, 'home'),
      XDG_RUNTIME_DIR: path.join(folder, 'run'),
      TMPDIR: path.join(folder, 'tmp'),
    },
  };
}

/** @param {string} socket */
const serving = (socket) => ['podman', 'system', 'service', '--time=0', `unix://${socket}`];

/** Places of Podman's with root that cannot be set: empty ones of its own, in its mounts. */
const ownPlaces = 'for each in containers libpod netns runc crun; do mkdir -p "/run/$each"; mount -t tmpfs none "/run/$each"; done\n';

/** @returns {Promise<Service>} @throws {SetupError} */
async function startWithRoot() {
  const { folder, socket, env } = await makeFolder(false);
  const apart = await startApart(folder, ownPlaces, ['catatonit', '--', ...serving(socket)], env);
  const stop = async () => {
    await apart.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  if (await isUp(socket, apart.over)) {
    /** @type {Service['forTests']} */
    const forTests = (command, args, environment = {}) => {
      const [first, ...rest] = apart.inside(command, args);
      return { command: first, args: rest, env: { ...env, ...environment } };
    };
    return { name: 'Podman', socket, folder, forTests, stop };
  }
  return gaveUp('', folder, stop);
}

/** @param {string} how @param {string} folder @param {() => Promise<void>} stop @returns {Promise<never>} */
async function gaveUp(how, folder, stop) {
  const { output } = await attempt('tail', ['-n', '5', path.join(folder, 'service.log')]);
  await stop();
  throw new SetupError(`Podman ${how}did not come up. \`podman system service\` said:\n${output}`);
}

/** @returns {Promise<Service>} @throws {SetupError} */
async function startWithoutRoot() {
  const user = isRoot() ? await ordinaryUser() : undefined;
  const { folder, socket, env } = await makeFolder(true);
  const tun = user ? await privateTun(folder) : [];
  if (user) await run('hand over a folder', 'chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  const drop = user ? ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--init-groups'] : [];
  /** @type {Service['forTests']} */
  const forTests = (command, args, environment = {}) => {
    const [first = command, ...rest] = [...drop, command, ...args];
    return { command: first, args: rest, env: { ...env, ...environment } };
  };

  const words = [...tun, ...drop, ...serving(socket)];
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
    const clean = forTests('podman', ['unshare', 'rm', '-rf', path.join(folder, 'store')]);
    await attempt(clean.command, clean.args, { env: clean.env, cwd: '/' });
    await attempt('sh', ['-c', 'grep -F " $0/" /proc/mounts | cut -d" " -f2 | sort -r | xargs -r umount -l', folder]);
    await endProcessesOf(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    if (user?.made) await attempt('userdel', [rootlessUser]);
  };
  if (await isUp(socket, () => over)) return { name: 'Podman without root', socket, folder, forTests, stop };
  return gaveUp('without root ', folder, stop);
}

/**
 * Starts `podman system service` on a socket of its own.
 * @param {boolean} rootless
 * @returns {Promise<Service>}
 * @throws {SetupError}
 */
export const startPodman = (rootless) => (rootless ? startWithoutRoot() : startWithRoot());

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
