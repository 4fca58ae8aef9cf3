import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CodeWindow, openCodeWindow } from '../codeWindow';
import type { Row, Timed } from '../measure';

const root = path.resolve(__dirname, '../../..');

/** What every guide to writing extensions begins with. */
const helloWorld = `
const vscode = require('vscode');
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('NAME.helloWorld', () => vscode.window.showInformationMessage('Hello World!')));
};
`;

/**
 * Loading and activating the extension as VS Code does it, against doing that to one that registers one command; both in
 * the same host, a new one each time. An activation that loads another bundle than the extension's own ends the bench.
 */
export const activation: Row = {
  id: 'activation',
  title: 'loading and activating the extension',
  against: 'a hello-world extension in the same host',
  budget: 1.5,
  rounds: 7,
  open: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
    const [ours, installed] = [path.join(folder, 'ours'), path.join(folder, 'installed')];
    const id = await dormant(ours);
    await Promise.all(['warm-up', 'hello-world'].map((name) => simple(path.join(installed, `bench.${name}-0.0.1`), name)));
    const open = (): Promise<CodeWindow> => openCodeWindow('activation', ours, { installed, env: { AI_LABS_HOME: path.join(folder, 'home') } });
    let window: CodeWindow | undefined;
    const activate = async (extension: string): Promise<Timed> => {
      window ??= await open();
      return { ms: Number(await window.ask(extension)) };
    };
    const close = async (): Promise<void> => {
      await window?.close();
      window = undefined;
    };
    return {
      subject: () => activate(id),
      yardstick: async () => ({ ...(await activate('bench.hello-world')), cleanup: close }),
      dispose: async () => {
        await close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** The extension as built, but for what starts it by itself. */
async function dormant(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  await mkdir(folder);
  // Copied, as VS Code knows by its place which extension asks for its API.
  await cp(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
  await Promise.all(['labs', 'media', 'l10n', 'package.nls.json'].map((name) => symlink(path.join(root, name), path.join(folder, name))));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return `${String(manifest.publisher)}.${String(manifest.name)}`;
}

async function simple(own: string, name: string): Promise<void> {
  await mkdir(own, { recursive: true });
  await writeFile(path.join(own, 'extension.js'), helloWorld.replace('NAME', name));
  await writeFile(path.join(own, 'package.json'), JSON.stringify({
    name, publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './extension.js', activationEvents: [],
    contributes: { commands: [{ command: `${name}.helloWorld`, title: 'Hello World' }] },
  }));
}
