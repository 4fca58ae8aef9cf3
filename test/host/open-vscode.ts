import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { startHost, type HostFacts } from './host-process';

export interface OpenOptions {
  /** Absolute path of the folder to open; without one VS Code starts empty. */
  readonly folder?: string;
  /** A checkout whose built extension is used in place. */
  readonly extensionDevelopmentPath?: string;
  /** A packaged extension to install instead. */
  readonly vsix?: string;
  /** Added to (and stronger than) quiet defaults; `aiLabs.*` may be machine-scoped ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `all` (default): every folder is trusted; `ask`: VS Code asks as it does for a person. */
  readonly trust?: 'all' | 'ask';
  /** Reused instead of a fresh one, and left in place. */
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  readonly locale?: string;
  /** `minimum` is the oldest VS Code supported. */
  readonly version?: 'stable' | 'minimum';
  /** For the server and so for the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** A program that runs the server, with arguments of its own. */
  readonly through?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface OpenVSCode extends HostFacts {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors the page threw and did not catch. */
  readonly pageErrors: readonly Error[];
  /** A second window of the same VS Code. */
  openWindow(folder?: string): Promise<Page>;
  /** Reloads the window, as "Developer: Reload Window" does, and waits until it is usable again. */
  reload(): Promise<void>;
  /** Saves out/screenshots/NAME.png and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Ends browser and server and removes what was made for them. */
  close(): Promise<void>;
}

const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** In a browser VS Code writes down what is open every five seconds, because it cannot while the page goes away. */
const savedWithinMs = 6_000;

const chromiumArgs = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** VS Code drew its window and, with the extension, knows its views and commands, which comes a moment later. */
async function untilUsable(page: Page, withExtension: boolean): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  const icon = withExtension ? '[class*="workbench-view-extension-aiLabs"]' : '.action-item';
  await page.locator(`.monaco-workbench .part.activitybar ${icon}`).first().waitFor({ timeout: 60_000 });
}

function hostArguments(options: OpenOptions): string[] {
  const settings = { ...quiet, ...options.settings };
  return [
    '--settings', JSON.stringify(settings),
    ...(options.extensionDevelopmentPath ? ['--extension', options.extensionDevelopmentPath] : []),
    ...(options.vsix ? ['--vsix', options.vsix] : []),
    ...(options.trust === 'ask' ? ['--ask-trust'] : []),
    ...(options.locale ? ['--locale', options.locale] : []),
    ...(options.userDataDir ? ['--data-dir', options.userDataDir] : []),
    ...(options.extensionsDir ? ['--extensions-dir', options.extensionsDir] : []),
    ...(options.version === 'minimum' ? ['--minimum'] : []),
  ];
}

/** A real VS Code with its own data, in a browser of its own. Whoever opens it closes it. */
export async function openVSCode(options: OpenOptions = {}): Promise<OpenVSCode> {
  const withExtension = Boolean(options.extensionDevelopmentPath ?? options.vsix);
  const host = await startHost(hostArguments(options), options.env, options.through);
  try {
    const browser = await chromium.launch({ executablePath: host.browser, args: chromiumArgs });
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const pageErrors: Error[] = [];
    const openWindow = async (folder?: string): Promise<Page> => {
      const page = await context.newPage();
      page.on('pageerror', (error) => pageErrors.push(error));
      await page.goto(folder ? `${host.url}?folder=${encodeURI(folder)}` : `${host.url}?ew=true`);
      await untilUsable(page, withExtension);
      return page;
    };
    const page = await openWindow(options.folder);
    return {
      ...host,
      page,
      context,
      pageErrors,
      openWindow,
      reload: async () => {
        await page.waitForTimeout(savedWithinMs);
        await page.reload();
        await untilUsable(page, withExtension);
      },
      screenshot: async (name) => {
        const file = path.resolve(__dirname, '../../out/screenshots', `${name}.png`);
        await mkdir(path.dirname(file), { recursive: true });
        await page.screenshot({ path: file });
        return file;
      },
      close: async () => {
        await browser.close();
        await host.stop();
      },
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
}
