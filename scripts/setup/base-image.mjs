// @ts-check
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePackages } from './packages.mjs';
import { attempt, isRoot, onPath, run } from './run.mjs';
import { SetupError, log, say, step } from './say.mjs';

const suite = 'bookworm';
const image = `debian:${suite}-slim`;
const publicMirror = 'http://deb.debian.org/debian';

/** What the published slim image does to a minimal Debian, so that Dockerfiles behave the same on ours. */
const slim = `set -eu
cd "$1"
printf '#!/bin/sh\\nexit 101\\n' > usr/sbin/policy-rc.d && chmod 755 usr/sbin/policy-rc.d
printf 'path-exclude /usr/share/doc/*\\npath-include /usr/share/doc/*/copyright\\npath-exclude /usr/share/man/*\\npath-exclude /usr/share/locale/*\\npath-exclude /usr/share/info/*\\npath-exclude /usr/share/lintian/*\\n' > etc/dpkg/dpkg.cfg.d/docker
printf 'Dir::Cache::pkgcache "";\\nDir::Cache::srcpkgcache "";\\nDPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };\\n' > etc/apt/apt.conf.d/docker-clean
printf 'Acquire::Languages "none";\\n' > etc/apt/apt.conf.d/docker-no-languages
rm -rf var/cache/apt/archives/*.deb var/lib/apt/lists/* usr/share/man/* usr/share/locale/* usr/share/info/* var/log/*.log
find usr/share/doc -type f ! -name copyright -delete
`;

/** The Debian mirror this machine's apt uses, which may be the only one it reaches. */
async function mirror() {
  const { code, output } = await attempt('apt-get', [
    'indextargets', '--format', '$(REPO_URI)',
    'Created-By: Packages', 'Origin: Debian', `Codename: ${suite}`, 'Component: main',
  ]);
  return (code === 0 && output.trim().split('\n')[0]?.replace(/\/$/, '')) || publicMirror;
}

/** @param {string} folder holds the root file system */
async function importFolder(folder) {
  const sudo = isRoot() ? [] : ['sudo', '--'];
  const [packer, ...packArgs] = [...sudo, 'tar', '-C', folder, '--numeric-owner', '-c', '.'];
  const tar = spawn(/** @type {string} */ (packer), packArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
  const docker = spawn('docker', [
    'import', '--message', 'made by debootstrap',
    '--change', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    '--change', 'CMD ["bash"]', '-', image,
  ], { stdio: [tar.stdout, 'pipe', 'pipe'] });
  docker.stdout.on('data', (chunk) => log(String(chunk)));
  docker.stderr.on('data', (chunk) => log(String(chunk)));
  const [[packed], [imported]] = await Promise.all([once(tar, 'exit'), once(docker, 'exit')]);
  if (packed !== 0 || imported !== 0) throw new SetupError(`Could not import ${image} into the engine.`);
}

async function makeImage() {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-base-'));
  try {
    const from = await mirror();
    await run('make a minimal Debian', 'debootstrap', ['--variant=minbase', suite, folder, from], {
      root: true, retries: 1, timeout: 900_000,
    });
    if (from === publicMirror) {
      const sources =
        `deb ${from} ${suite} main\\ndeb ${from} ${suite}-updates main\\n` +
        `deb ${from}-security ${suite}-security main\\n`;
      await run('name its sources', 'sh', ['-c', `printf '${sources}' > "$0"/etc/apt/sources.list`, folder], { root: true });
    }
    await run('slim it down', 'sh', ['-c', slim, 'sh', folder], { root: true });
    await importFolder(folder);
  } finally {
    if (isRoot()) rmSync(folder, { recursive: true, force: true });
    else await attempt('rm', ['-rf', folder], { root: true });
  }
}

/**
 * Makes sure the image every lab builds on is in the engine: there already, pulled, or, where no image
 * registry can be reached, made from Debian's packages.
 */
export async function ensureBaseImage() {
  if (!onPath('docker')) {
    say(`No \`docker\` command here: the engine will fetch ${image} itself when a lab is built.`);
    return;
  }
  if ((await attempt('docker', ['image', 'inspect', '--format', '{{.Id}}', image])).code === 0) return;
  const pulled = await step(`Pulling ${image} (about 30 MB)`, async () => {
    const { code } = await attempt('docker', ['pull', image], { timeout: 120_000 });
    if (code !== 0) say('  no image registry can be reached from here');
    return code === 0;
  });
  if (pulled) return;
  if (process.platform !== 'linux') {
    throw new SetupError(`${image} could not be pulled. Check the network and run \`docker pull ${image}\`.`);
  }
  await ensurePackages(['debootstrap'], `make ${image} without a registry`);
  await step(`Making ${image} from Debian packages (about a minute)`, makeImage);
}
