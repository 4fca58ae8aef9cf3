import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { release, tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { engineOnOtherMachine } from '../fakes/otherMachine';
import { LabWindow, openView, story, until } from './window';

const engineSocket = '/var/run/docker.sock';
/** Root may write to every socket until it gives that right away. */
const withoutRights = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] : [];

/** A connection to the real engine for each that comes. */
function toEngine(client: Socket): void {
  const engine = connect({ path: engineSocket, allowHalfOpen: true });
  for (const socket of [client, engine]) {
    socket.on('error', () => socket.destroy());
  }
  client.on('close', () => engine.destroy());
  client.pipe(engine);
  engine.pipe(client);
}

/** Each cause is made as it comes about, told with one action, and gone once what the action leads to was done. */
describe('what keeps labs from running', function () {
  this.timeout(240_000);
  let window: LabWindow;
  let folder = '';
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  story(this, () => window);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-before-'));
    for (const [name, host] of [['gone', `unix://${folder}/nowhere.sock`], ['works', `unix://${engineSocket}`]] as const) {
      const meta = path.join(folder, 'docker', 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
      await mkdir(meta, { recursive: true });
      await writeFile(path.join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
    }
    window = await LabWindow.open({
      settings: { 'aiLabs.docker.host': `unix://${folder}/started-later.sock` },
      env: { DOCKER_CONFIG: path.join(folder, 'docker') },
      through: withoutRights,
    });
    await openView(window.page);
  });
  after(async () => {
    await window?.close();
    sockets.forEach((socket) => socket.destroy());
    servers.forEach((server) => server.close());
    await rm(folder, { recursive: true, force: true });
  });

  async function listen(name: string, server: Server): Promise<string> {
    servers.push(server);
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(path.join(folder, name), resolve));
    return path.join(folder, name);
  }

  const pane = (): Locator => window.page.locator('.pane').filter({ hasText: 'Before You Start' });
  const says = (words: string): Promise<void> => pane().getByText(words).waitFor();
  /** What a person sees who has mended it: the pane is not there any more. */
  const isOver = (): Promise<void> => pane().waitFor({ state: 'detached' });
  const press = (name: string): Promise<void> => pane().getByRole('button', { name }).click();
  const lookAgain = (): Promise<void> => pane().getByText('Look again').click();

  /** Changes settings as the settings editor does, which takes effect at once. */
  async function set(changes: Record<string, string>): Promise<void> {
    const file = path.join(window.vs.dataDir, 'data', 'Machine', 'settings.json');
    const settings = { ...(JSON.parse(await readFile(file, 'utf8')) as object), ...changes };
    await writeFile(file, JSON.stringify(settings));
  }

  /** Presses a button that leads to a page on the web, sees which, and stays here. */
  async function leadsTo(button: string, address: RegExp): Promise<void> {
    await press(button);
    const question = window.page.locator('.monaco-dialog-box');
    await question.getByText(address).waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
  }

  it('an engine that does not run: it is started, and looked for again', async () => {
    await says('not running');
    await window.screenshot('before-not-running');
    await listen('started-later.sock', createServer({ allowHalfOpen: true }, toEngine));
    await press('Look Again');
    await isOver();
  });

  it('one that a person may not use: how to get leave, and it works with it', async () => {
    const socket = await listen('others.sock', createServer({ allowHalfOpen: true }, toEngine));
    await chmod(socket, 0o000);
    await set({ 'aiLabs.docker.host': `unix://${socket}` });
    await says('You are not allowed');
    await window.screenshot('before-no-permission');
    await leadsTo('How to Allow It', /linux-postinstall/);
    await chmod(socket, 0o600);
    await lookAgain();
    await isOver();
  });

  it('a context that leads nowhere: another one is chosen', async () => {
    await set({ 'aiLabs.docker.host': '', 'aiLabs.docker.context': 'gone' });
    await says('The Docker context that is set names no engine');
    await window.screenshot('before-wrong-context');
    await press('Choose Context');
    await window.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'works' }).first().click();
    await isOver();
    const settings = await readFile(path.join(window.vs.dataDir, 'data', 'Machine', 'settings.json'), 'utf8');
    assert.match(settings, /"aiLabs\.docker\.context": ?"works"/);
  });

  it('an address where nobody answers: the setting is shown', async () => {
    await set({ 'aiLabs.docker.host': 'tcp://no-such-host.invalid:2375', 'aiLabs.docker.context': '' });
    await says('cannot be reached at the address that is set');
    await press('Set Address');
    const settings = window.page.locator('.settings-editor');
    await settings.getByText('Docker: Host').first().waitFor();
    await window.screenshot('before-unreachable');
    await window.page.keyboard.press('Escape');
    await settings.waitFor({ state: 'hidden' });
  });

  it('an engine that is silent, and wakes up', async () => {
    let awake = false;
    const socket = await listen('silent.sock', createServer({ allowHalfOpen: true }, (client) => awake && toEngine(client)));
    await set({ 'aiLabs.docker.host': `unix://${socket}` });
    await says('does not answer');
    awake = true;
    await press('Look Again');
    await isOver();
  });

  it('certificates that do not fit', async () => {
    const socket = await listen('tls.sock', createServer((client) => client.once('data', () =>
      client.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'))));
    await set({ 'aiLabs.docker.host': `unix://${socket}` });
    await says('do not accept each other’s certificates');
    await leadsTo('How It Is Set Up', /protect-access/);
  });

  it('a machine with too little memory, without limits, or of another kind', async () => {
    const kinds = [
      { name: 'memory', facts: { info: { MemTotal: 1e8 } }, words: 'less memory', button: 'Give It More Memory', address: /resources/ },
      { name: 'limits', facts: { info: { MemoryLimit: false } }, words: 'cannot limit', button: 'How to Limit', address: /limiting-resources/ },
      { name: 'platform', facts: { version: { Os: 'windows' } }, words: 'of another system', button: 'How to Switch', address: /windows-install/ },
    ];
    for (const { name, facts, words, button, address } of kinds) {
      await set({ 'aiLabs.docker.host': `unix://${await listen(`${name}.sock`, engineOnOtherMachine(facts))}` });
      await says(words);
      await leadsTo(button, address);
    }
    await set({ 'aiLabs.docker.host': `unix://${await listen('riscv.sock', engineOnOtherMachine({ version: { Arch: 'riscv64' } }))}` });
    await says('proven on amd64 and arm64');
    await press('Choose Context');
    await window.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'works' }).first().click();
    await isOver();
  });

  if (process.getuid?.() === 0) {
    it('a disk without room: it is cleaned up, and there is room', async () => {
      const disk = path.join(folder, 'disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
      try {
        const facts = { info: { DockerRootDir: disk, KernelVersion: release() } };
        await set({ 'aiLabs.docker.host': `unix://${await listen('small-disk.sock', engineOnOtherMachine(facts))}` });
        await says('Hardly any disk space');
        await press('Clean Up');
        const list = window.page.locator('.quick-input-widget').filter({ hasText: 'Clean Up' });
        await list.waitFor();
        await window.screenshot('before-disk-low');
        await window.page.keyboard.press('Escape');
        await until('the end of the list', async () => !(await list.isVisible()));
        execFileSync('umount', [disk]);
        await lookAgain();
        await isOver();
      } finally {
        if ((await readFile('/proc/mounts', 'utf8')).includes(disk)) {
          execFileSync('umount', [disk]);
        }
      }
    });
  }
});
