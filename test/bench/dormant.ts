import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../..');

/** The extension as it ships, but for what starts it by itself, in a folder that is made. Returns its id. */
export async function dormant(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  await mkdir(folder);
  // Inside the folder, as VS Code knows by its place which extension asks for its API.
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--minify', `--out=${path.join(folder, 'dist')}`], { cwd: root });
  await Promise.all(['labs', 'media', 'l10n', 'schema', 'templates', 'package.nls.json'].map((name) => symlink(path.join(root, name), path.join(folder, name))));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return `${String(manifest.publisher)}.${String(manifest.name)}`;
}

/** An extension that is nothing but `program`, in which NAME stands for `name`, among those that are installed. Its id is `bench.NAME`. */
export async function install(installed: string, name: string, program: string, contributes: Record<string, unknown> = {}): Promise<void> {
  const own = path.join(installed, `bench.${name}-0.0.1`);
  await mkdir(own, { recursive: true });
  await writeFile(path.join(own, 'extension.js'), program.replaceAll('NAME', name));
  await writeFile(path.join(own, 'package.json'), JSON.stringify({
    name, publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './extension.js', activationEvents: [], contributes,
  }));
}

/** What every guide to writing extensions begins with; with as many commands as one likes. */
export function helloWorld(commands = 1): string {
  const register = (index: number): string =>
    `context.subscriptions.push(vscode.commands.registerCommand('NAME.hello${index}', () => vscode.window.showInformationMessage('Hello World!')));`;
  return `const vscode = require('vscode');\nexports.activate = (context) => {\n${Array.from({ length: commands }, (_, index) => register(index)).join('\n')}\n};\n`;
}
