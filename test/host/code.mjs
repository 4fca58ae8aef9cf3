#!/usr/bin/env node
// @ts-check
/**
 * Stands in for the `code` program where the desktop VS Code cannot be had: takes the arguments that
 * @vscode/test-electron passes to it, runs the extension tests in the VS Code server with the web workbench
 * in a headless browser, and exits with their code. AI_LABS_VSCODE=minimum picks the oldest supported version.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';
import { repoRoot } from '../../scripts/setup/paths.mjs';
import { runMain } from '../../scripts/setup/say.mjs';
import { ensureVSCode } from '../../scripts/setup/vscode.mjs';
import { startServer } from '../../scripts/vscode/server.mjs';

/** Far longer than any run of the suite; only there so that a dead page cannot hang a build for ever. */
const limit = 25 * 60_000;

/** Lines of the suite's own report begin with this; everything else VS Code logs goes to a file. */
const mark = 'ai-labs-report:';

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
    locale: { type: 'string' },
  },
});

/** @param {unknown} value @returns {string | undefined} */
const text = (value) => (typeof value === 'string' ? value : undefined);

/** @param {number} port */
function address(port) {
  /** @param {unknown} file absolute */
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(String(file))}`;
  const payload = [
    ...[values.extensionDevelopmentPath ?? []].flat().map((folder) => ['extensionDevelopmentPath', remote(folder)]),
    ['extensionTestsPath', remote(values.extensionTestsPath)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  const folder = positionals[0];
  query.set(...(folder ? /** @type {[string, string]} */ (['folder', path.resolve(folder)]) : /** @type {[string, string]} */ (['ew', 'true'])));
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * @param {import('playwright-core').Browser} browser @param {number} port
 * @param {import('node:stream').Writable} log
 * @returns {Promise<number>} the suite's exit code
 */
async function runTests(browser, port, log) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ words) => {
      const line = format(...words);
      if (line.startsWith(mark)) console.log(line.slice(mark.length));
      log.write(`${type}: ${line}\n`);
    });
    void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code));
    page.once('crash', () => reject(new Error('The browser page crashed.')));
    setTimeout(() => reject(new Error(`The tests did not end within ${limit / 60_000} minutes.`)), limit).unref();
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) reject(new Error('Whoever started the tests is gone.'));
    }, 1000).unref();
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
    }
  });
  ended.catch(() => undefined);
  await page.goto(address(port));
  return ended;
}

await runMain(async () => {
  const runtime = await ensureVSCode(process.env.AI_LABS_VSCODE === 'minimum' ? 'minimum' : 'stable');
  const executablePath = await ensureBrowser();
  const logFile = path.join(repoRoot, 'out', 'logs', `vscode-${runtime.version}.log`);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  process.env.AI_LABS_REPORT_MARK = mark;
  const scratch = await mkdtemp(path.join(tmpdir(), 'ai-labs-vscode-'));
  try {
    const server = await startServer({
      runtime,
      dataDir: scratch,
      userDataDir: text(values['user-data-dir']),
      extensionsDir: text(values['extensions-dir']) ?? path.join(scratch, 'extensions'),
      trustAll: values['disable-workspace-trust'] === true,
      locale: text(values.locale),
      testDriver: true,
    });
    try {
      const browser = await chromium.launch({
        executablePath, args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
      });
      try {
        const code = await runTests(browser, server.port, log);
        if (code !== 0) console.log(`What VS Code logged: ${logFile}`);
        return code;
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
