import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { messageOf } from '../common/errors';
import type { Core } from '../core';
import { type Command, exit, flag } from './command';

interface Finding {
  what: string;
  fine: boolean;
  message: string;
  /** What to do, where it is not fine. */
  action?: string;
}

/** `ai-labs doctor`: whether labs can run here, and the one next action for each thing in the way. */
export const doctor: Command = {
  name: 'doctor',
  parameters: '[--json]',
  summary: 'Says whether labs can run here, and what to do where they cannot.',
  options: { json: { type: 'boolean' } },
  help: { json: 'findings as {what, fine, message, action?}' },
  async run(context, _words, values) {
    const core = await context.core();
    const findings = [nodeVersion(), await engine(core, context.signal), await home(core.home), await disk(core.home), await labs(core, context.signal)];
    if (flag(values, 'json')) {
      context.output.json(findings);
    } else {
      for (const { what, fine, message, action } of findings) {
        context.output.line(`${context.output.style(fine ? 'good' : 'bad', fine ? '✓' : '✗')} ${what}: ${message}`);
        if (action) {
          context.output.line(`    ${action}`);
        }
      }
    }
    return findings.every((finding) => finding.fine) ? exit.good : exit.couldNotRun;
  },
};

function nodeVersion(): Finding {
  return { what: 'Node', fine: true, message: process.versions.node };
}

async function engine(core: Core, signal: AbortSignal): Promise<Finding> {
  const status = await (await core.engine()).probe(signal);
  return status.usable
    ? { what: 'Container engine', fine: true, message: `${status.name} ${status.version} (API ${status.apiVersion}, ${status.arch}) at ${status.endpoint}` }
    : { what: 'Container engine', fine: false, message: status.error.message, action: status.error.action?.text };
}

async function home(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { what: 'Your labs\' folder', fine: true, message: folder };
  } catch (error) {
    return {
      what: 'Your labs\' folder', fine: false, message: `${folder} cannot be written: ${messageOf(error)}`,
      action: 'Make it writable, or choose another folder with the setting aiLabs.home (or --home).',
    };
  }
}

const gibibyte = 1024 ** 3;

async function disk(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = (bavail * bsize) / gibibyte;
    const message = `${free.toFixed(1)} GiB free beside your labs' folder`;
    return free >= 5
      ? { what: 'Disk', fine: true, message }
      : { what: 'Disk', fine: false, message, action: 'Make room: lab images need about 5 GiB.' };
  } catch (error) {
    return { what: 'Disk', fine: false, message: messageOf(error), action: 'See that the folder of your labs exists.' };
  }
}

async function labs(core: Core, signal: AbortSignal): Promise<Finding> {
  const snapshot = await core.catalog.load(signal);
  const broken = snapshot.labs.filter((entry) => !entry.lab);
  return broken.length === 0
    ? { what: 'Labs', fine: true, message: `${snapshot.labs.length} found` }
    : { what: 'Labs', fine: false, message: `${broken.map((entry) => entry.id).join(', ')} cannot be read`, action: 'See why with `ai-labs validate`.' };
}
