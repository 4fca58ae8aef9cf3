// @ts-check
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attempt, run } from '../setup/run.mjs';
import { SetupError } from '../setup/say.mjs';
import { startApart } from './apart.mjs';
import { isUp } from './service.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Fetches the Docker of a suite of Debian with all it depends on, and unpacks it: nothing is installed, no script of a
 * package runs. Source: apt.conf(5), apt-get(8)
 * @param {string} suite such as `trixie` @param {string} folder an empty one
 * @returns {Promise<string>} a folder with `usr`
 */
export async function fetchDocker(suite, folder) {
  const root = path.join(folder, 'root');
  for (const name of ['lists/partial', 'cache/archives/partial', 'root']) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, 'status'), '');
  await writeFile(path.join(folder, 'sources.list'), `deb [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main\n`);
  const settings = {
    'Dir::State': folder, 'Dir::State::lists': `${folder}/lists`, 'Dir::State::status': `${folder}/status`, 'Dir::Cache': `${folder}/cache`,
    'Dir::Etc::sourcelist': `${folder}/sources.list`, 'Dir::Etc::sourceparts': '/dev/null', 'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null', 'APT::Install-Recommends': 'false', 'APT::Sandbox::User': 'root', 'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await run(`read what ${suite} has`, 'apt-get', [...options, 'update'], { retries: 1 });
  await run(`fetch the Docker of ${suite}`, 'apt-get', [...options, '-y', '--download-only', 'install', 'docker.io', 'iptables'], { retries: 1 });
  const archives = path.join(folder, 'cache/archives');
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await run(`unpack ${name}`, 'dpkg-deb', ['--extract', path.join(archives, name), root]);
  }
  await rm(path.join(folder, 'cache'), { recursive: true });
  // What installing would choose.
  for (const name of ['iptables', 'ip6tables']) await symlink(`${name}-nft`, path.join(root, 'usr/sbin', name));
  return root;
}

/** Debian's programs of another suite stand in the place of this machine's, for the engine alone. */
const ownPrograms = 'mount --bind "$0/root/usr" /usr\n';

/**
 * Starts the Docker of a suite of Debian beside the one that runs: with programs, processes, mounts, a network, a socket
 * and a store of its own. As root.
 * @param {string} suite
 * @returns {Promise<import('./service.mjs').Service>}
 * @throws {SetupError}
 */
export async function startDocker(suite) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-docker-'));
  const socket = path.join(folder, 'docker.sock');
  const cgroup = path.basename(folder);
  /** @type {import('./apart.mjs').Apart | undefined} */
  let apart;
  const stop = async () => {
    await apart?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    await attempt('find', ['/sys/fs/cgroup', '-depth', '-type', 'd', '-path', `*/${cgroup}*`, '-exec', 'rmdir', '{}', ';']);
  };
  try {
    await fetchDocker(suite, folder);
    await writeFile(path.join(folder, 'daemon.json'), '{}');
    const places = [`--data-root=${folder}/data`, `--exec-root=${folder}/exec`, `--pidfile=${folder}/docker.pid`, `--host=unix://${socket}`];
    const words = ['docker-init', '--', 'dockerd', ...places, `--cgroup-parent=/${cgroup}`, `--config-file=${folder}/daemon.json`];
    apart = await startApart(folder, ownPrograms, words, process.env);
    if (!(await isUp(socket, apart.over))) {
      const { output } = await attempt('tail', ['-n', '12', path.join(folder, 'service.log')]);
      throw new SetupError(`dockerd of ${suite} did not come up. It said:\n${output}`);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const { inside } = apart;
  return {
    name: `Docker of Debian ${suite}`,
    socket,
    folder,
    forTests: (command, args, environment = {}) => {
      const [first, ...rest] = inside(command, args);
      return { command: first, args: rest, env: { ...process.env, ...environment } };
    },
    stop,
  };
}
