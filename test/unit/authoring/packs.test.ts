import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../../../src/authoring/packs/git';
import { addPack, findPack, type PackOptions, updatePack } from '../../../src/authoring/packs/packs';
import { isPackAddress, parsePackSource } from '../../../src/authoring/packs/source';
import { nullLog } from '../../../src/common/log';
import { Catalog } from '../../../src/curriculum/catalog';
import { packRoots, readPacks, removePack } from '../../../src/session/catalogs/packRecords';
import { Home } from '../../../src/session/home';

describe('Lab packs', function () {
  this.timeout(60_000);
  let folder = '';
  let repository = '';
  let home: Home;
  const asked: { title: string; detail: string }[] = [];

  const run = (...words: string[]): string =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'protocol.file.allow=always', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(repository, name)), { recursive: true });
    await writeFile(path.join(repository, name), text);
  };
  const commit = (): string => {
    run('add', '--all');
    run('commit', '--quiet', '--message', 'x');
    return run('rev-parse', 'HEAD');
  };
  const lab = async (id: string, service = 'image: debian:bookworm-slim'): Promise<void> => {
    await write(`labs/${id}/lab.yaml`, [
      'version: 1', `id: ${id}`, 'title: Of a pack', 'summary: From elsewhere.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
      `services: {lab: {${service}}}`, 'steps: [{id: one, title: One, guide: guide/one.md, checks: [{id: fine, title: Fine, script: "true"}]}]',
    ].join('\n'));
    await write(`labs/${id}/guide/one.md`, '# One\n\nRead.\n');
  };
  const options = (answer = true): PackOptions => ({
    home,
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
    catalogs: [{ id: 'ai-architect', root: '/product/labs' }],
  });
  const url = (): string => `file://${repository}`;
  const listed = async (): Promise<string[]> =>
    (await new Catalog({ roots: () => packRoots(home), log: nullLog }).load()).labs.map(({ identity }) => identity);
  const refused = (message: RegExp, code = 'pack-refused'): Promise<void> => assert.rejects(addPack(url(), options()), { code, message });

  beforeEach(async () => {
    asked.length = 0;
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-packs-')));
    repository = path.join(folder, 'school-labs');
    home = new Home(path.join(folder, 'home'));
    await mkdir(repository);
    run('init', '--quiet', '--initial-branch=main');
    await lab('pack-one');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are listed once the person has agreed to what they may do, at the commit they saw', async () => {
    await lab('pack-one', 'image: debian:bookworm-slim, engine: true, user: root, ports: ["8000"]');
    await write('labs/pack-one/run.sh', '#!/bin/sh\n');
    await chmod(path.join(repository, 'labs/pack-one/run.sh'), 0o755);
    await write('.gitattributes', '* text eol=crlf filter=harm\n*.md export-ignore\n');
    await write('secret/else.txt', 'not a lab');
    const first = commit();
    const added = await addPack(url(), options());
    assert.equal(added?.commit, first);
    assert.equal(asked.length, 1);
    for (const part of ['Start containers from images of others: debian:bookworm-slim', 'ports of these services on this machine (127.0.0.1): 8000', 'container engine inside a lab', 'root rights in a lab\'s container: pack-one', first.slice(0, 12)]) {
      assert.ok(asked[0]?.detail.includes(part), `${part} in ${asked[0]?.detail ?? ''}`);
    }
    assert.deepEqual(await listed(), ['school-labs/pack-one']);
    const [root] = packRoots(home);
    assert.equal(await readFile(path.join(root?.root ?? '', 'pack-one/run.sh'), 'utf8'), '#!/bin/sh\n', 'bytes are as they were committed');
    assert.deepEqual(await readdir(path.dirname(root?.root ?? '')), ['labs'], 'and nothing else of the repository is there');

    // Asked once: neither the same nor a new commit is taken without an update.
    await lab('pack-two');
    const second = commit();
    assert.equal((await addPack(url(), options()))?.commit, first);
    assert.deepEqual([asked.length, await listed()], [1, ['school-labs/pack-one']]);
    const declined = await updatePack(findPack(home, 'school-labs') ?? added, options(false));
    assert.deepEqual([declined?.taken, await listed()], [false, ['school-labs/pack-one']]);
    const updated = await updatePack(findPack(home, url()) ?? added, options());
    assert.deepEqual(updated, { taken: true, change: { from: first, to: second, added: ['pack-two'], changed: [], removed: [], more: [] } });
    assert.match(asked[2]?.detail ?? '', new RegExp(`^${first.slice(0, 12)} → ${second.slice(0, 12)}\nNew labs: pack-two$`));
    assert.deepEqual(await listed(), ['school-labs/pack-one', 'school-labs/pack-two']);
    assert.equal(await updatePack(findPack(home, url()) ?? added, options()), undefined);
    await removePack(home, added ?? { url: url() });
    assert.deepEqual([await listed(), readPacks(home)], [[], []]);
  });

  it('list nothing where the answer is no, and leave no file', async () => {
    commit();
    assert.equal(await addPack(url(), options(false)), undefined);
    assert.deepEqual(await listed(), []);
    assert.deepEqual((await readdir(path.join(home.state, 'packs'), { recursive: true })).filter((name) => name.includes('school-labs')), []);
    assert.deepEqual(readPacks(home).map(({ commit: at, may }) => [at, may]), [[undefined, []]]);
  });

  it('stay at a tag or commit', async () => {
    const first = commit();
    run('tag', '--annotate', 'v1', '--message', 'x');
    await lab('pack-two');
    commit();
    assert.equal((await addPack(`${url()}#v1`, options()))?.commit, first);
    const other = new Home(path.join(folder, 'other'));
    const pinned = await addPack(`${url()}#${first}`, { ...options(), home: other });
    assert.equal(pinned?.commit, first);
    assert.equal(await updatePack(pinned ?? assert.fail(), { ...options(), home: other }), undefined);
    await assert.rejects(addPack(`${url()}#nothing`, { ...options(), home: new Home(path.join(folder, 'none')) }), { code: 'git-failed' });
  });

  it('come over smart http, and not without encryption from elsewhere', async () => {
    commit();
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
      const env = {
        ...process.env, GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname, QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '', GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''), HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      };
      const backend = spawn('git', ['http-backend'], { env });
      request.pipe(backend.stdin);
      const chunks: Buffer[] = [];
      backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      backend.on('close', () => {
        const answer = Buffer.concat(chunks);
        const end = answer.indexOf('\r\n\r\n');
        const headers = answer.subarray(0, end).toString().split('\r\n').map((line) => line.split(': '));
        const { Status = '200', ...others } = Object.fromEntries(headers) as Record<string, string>;
        response.writeHead(Number(Status.slice(0, 3)), others).end(answer.subarray(end + 4));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path.basename(repository)}/.git`;
      assert.equal((await addPack(address, options()))?.commit, run('rev-parse', 'HEAD'));
    } finally {
      server.close();
    }
    await assert.rejects(addPack('http://example.org/labs.git', options()), { code: 'pack-address' });
  });

  it('are refused with links, submodules, no labs, or the name of another catalog', async () => {
    commit();
    await symlink('/etc/passwd', path.join(repository, 'labs/pack-one/leak'));
    commit();
    await refused(/labs\/pack-one\/leak is a link/);
    await rm(path.join(repository, 'labs/pack-one/leak'));
    commit();
    run('submodule', 'add', '--quiet', url(), 'labs/more');
    commit();
    await refused(/labs\/more is a submodule/);
    run('rm', '--quiet', '--force', 'labs/more');
    await write('labs/catalog.yaml', 'version: 1\nid: ai-architect\ntitle: Not ours\n');
    commit();
    await refused(/it calls itself ai-architect/);
    run('mv', 'labs', 'other');
    commit();
    await refused(/it has no folder `labs`/);
    assert.deepEqual([readPacks(home), asked, await readdir(path.join(home.state, 'packs'))], [[], [], []]);
  });

  it('run nothing of theirs: no hook, no filter, no submodule', async () => {
    commit();
    const proof = path.join(folder, 'ran');
    for (const hook of ['post-checkout', 'post-merge', 'reference-transaction', 'pre-auto-gc']) {
      await writeFile(path.join(repository, '.git/hooks', hook), `#!/bin/sh\necho ${hook} >>'${proof}'\n`);
      await chmod(path.join(repository, '.git/hooks', hook), 0o755);
    }
    await write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "echo submodule >>'${proof}'"\n`);
    await write('.gitattributes', '* filter=harm\n');
    commit();
    await rm(proof, { force: true });
    // The person's own git has such a filter, and templates with hooks: as after `git lfs install`.
    const template = path.join(folder, 'template/hooks');
    await mkdir(template, { recursive: true });
    await writeFile(path.join(template, 'reference-transaction'), `#!/bin/sh\necho template >>'${proof}'\n`, { mode: 0o755 });
    const settings = path.join(folder, 'gitconfig');
    await writeFile(settings, `[filter "harm"]\n\tsmudge = sh -c "echo filter >>'${proof}'; cat"\n[init]\n\ttemplateDir = ${path.dirname(template)}\n[core]\n\thooksPath = ${template}\n`);
    const before = process.env.GIT_CONFIG_GLOBAL;
    process.env.GIT_CONFIG_GLOBAL = settings;
    try {
      assert.ok(await addPack(url(), options()));
    } finally {
      process.env.GIT_CONFIG_GLOBAL = before;
      if (before === undefined) {
        delete process.env.GIT_CONFIG_GLOBAL;
      }
    }
    assert.equal(existsSync(proof), false, existsSync(proof) ? await readFile(proof, 'utf8') : '');
  });

  it('have addresses that git takes for nothing else', () => {
    for (const address of ['ext::sh -c whoami', '--upload-pack=touch', '-x', 'ssh://-oProxyCommand=touch/x', 'git@-oProxyCommand=x:y', 'git@host:-x', 'git://host/x', 'http://host/x', 'https://me:secret@host/x', 'fd::3', 'file:///-x', 'https://host/x#--upload-pack=x', 'https://host/x#a..b', 'https://host/x#a#b', 'https://host/a b']) {
      assert.throws(() => parsePackSource(address), { code: 'pack-address' }, address);
      assert.ok(isPackAddress(address), address);
    }
    assert.deepEqual(parsePackSource('https://example.org/School_Labs.git#v1.2'), { url: 'https://example.org/School_Labs.git', ref: 'v1.2', name: 'school-labs' });
    assert.deepEqual(parsePackSource('git@example.org:school/labs.git'), { url: 'git@example.org:school/labs.git', ref: undefined, name: 'labs' });
    for (const own of ['/srv/labs', '~/labs', 'C:\\labs', 'labs', './a@b/c']) {
      assert.ok(!isPackAddress(own), own);
    }
  });

  it('say where there is no git, and can be cancelled', async () => {
    await assert.rejects(git(['--version'], { folder, environment: { PATH: path.join(folder, 'none') } }), { code: 'git-missing', message: /there is no git/ });
    await assert.rejects(git(['--version'], { folder, signal: AbortSignal.abort() }), { name: 'CancelledError' });
  });
});
