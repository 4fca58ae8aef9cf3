import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const finder = pathToFileURL(path.resolve(__dirname, '../../scripts/setup/browser.mjs')).href;

/** The program of the browser that set-up found or installed. */
export async function browserPath(): Promise<string> {
  const code = `import { ensureBrowser } from ${JSON.stringify(finder)}; console.log(await ensureBrowser());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  return stdout.trim().split('\n').at(-1) ?? '';
}
