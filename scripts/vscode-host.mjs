// @ts-check
/**
 * A VS Code for a browser, as a process: prints one JSON line `{url, version, browser, dataDir, extensionsDir}`
 * when it is ready and runs until its standard input ends, so that it never outlives whoever started it.
 *
 *   node scripts/vscode-host.mjs [--minimum] [--extension CHECKOUT | --vsix FILE] [--settings JSON]
 *     [--ask-trust] [--locale LOCALE] [--data-dir DIR] [--extensions-dir DIR] [--port N]
 */
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readOptions } from './setup/arguments.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { run } from './setup/run.mjs';
import { runMain } from './setup/say.mjs';
import { ensureVSCode } from './setup/vscode.mjs';
import { linkExtension, startServer, writeSettings } from './vscode/server.mjs';

await runMain(async () => {
  // Words for a person would break the one line of JSON.
  console.log = console.error;
  const values = readOptions('node scripts/vscode-host.mjs [OPTIONS], as its first lines say', {
    minimum: { type: 'boolean' },
    extension: { type: 'string' },
    vsix: { type: 'string' },
    settings: { type: 'string' },
    'ask-trust': { type: 'boolean' },
    locale: { type: 'string' },
    'data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    port: { type: 'string' },
  });
  const runtime = await ensureVSCode(values.minimum ? 'minimum' : 'stable');
  const browser = await ensureBrowser();
  const scratch = await mkdtemp(path.join(tmpdir(), 'ai-labs-vscode-'));
  try {
    const dataDir = values['data-dir'] ?? path.join(scratch, 'data');
    const extensionsDir = values['extensions-dir'] ?? path.join(scratch, 'extensions');
    if (values.settings) await writeSettings(path.join(dataDir, 'data'), JSON.parse(values.settings));
    if (values.extension) {
      const manifest = JSON.parse(await readFile(path.join(values.extension, 'package.json'), 'utf8'));
      await linkExtension(extensionsDir, path.resolve(values.extension), manifest);
    }
    if (values.vsix) {
      await run('install the extension', runtime.node, [
        runtime.main, '--accept-server-license-terms', '--server-data-dir', dataDir,
        '--extensions-dir', extensionsDir, '--install-extension', path.resolve(values.vsix), '--force',
      ]);
    }
    const server = await startServer({
      runtime, dataDir, extensionsDir,
      trustAll: !values['ask-trust'],
      locale: values.locale,
      port: values.port ? Number(values.port) : undefined,
    });
    const { url } = server;
    process.stdout.write(`${JSON.stringify({ url, version: runtime.version, browser, dataDir, extensionsDir })}\n`);
    await Promise.race([server.closed, askedToEnd()]);
    await server.stop();
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** @returns {Promise<void>} settles when whoever started us is gone or wants us gone */
function askedToEnd() {
  return new Promise((resolve) => {
    process.stdin.resume().once('end', resolve).once('error', resolve);
    process.once('SIGTERM', resolve).once('SIGINT', resolve).once('SIGHUP', resolve);
  });
}
