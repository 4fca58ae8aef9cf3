import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { isCancelled, isUserError, messageOf } from '../common/errors';
import { answer } from './answer';
import { bundle } from './bundle';
import { check } from './check';
import { clean } from './clean';
import { type CliContext, type Command, exit, UsageError } from './command';
import { doctor } from './doctor';
import { exportResults } from './export';
import { grade } from './grade';
import { importLab } from './import';
import { list } from './list';
import { logs } from './logs';
import { newLab } from './new';
import { createOpener } from './open';
import { createOutput, type Output } from './output';
import { override } from './override';
import { pack } from './pack';
import { prepare } from './prepare';
import { prefetch } from './prefetch';
import { rehearse } from './rehearse';
import { reset } from './reset';
import { restart } from './restart';
import { run } from './run';
import { shell } from './shell';
import { stop } from './stop';
import { validate } from './validate';

const commands: readonly Command[] = [
  list, run, shell, check, answer, logs, stop, restart, reset, prepare, newLab, importLab, validate, rehearse, prefetch, bundle, pack, grade, override, exportResults, clean, doctor,
];

const everywhere = {
  home: { type: 'string' },
  catalog: { type: 'string', multiple: true },
  'docker-host': { type: 'string' },
  context: { type: 'string' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs one command of the command line. Resolves with the exit code, after everything was cleaned up. */
export async function main(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const output = createOutput(process.stdout, process.stderr, environment);
  const [name, ...rest] = words;
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const asked = name === undefined || name === 'help' || name === '--help' || name === '-h';
    if (name === '--version') {
      output.line(version());
      return exit.good;
    }
    if (!asked) {
      output.error(`There is no command "${name}".\n`);
    }
    if (asked) {
      output.line(overview());
    } else {
      output.error(overview());
    }
    return asked && name !== undefined ? exit.good : exit.couldNotRun;
  }
  return runCommand(command, rest, output, environment);
}

async function runCommand(command: Command, words: readonly string[], output: Output, environment: NodeJS.ProcessEnv): Promise<number> {
  const abort = new AbortController();
  // Whatever a command asks at the same time listens to it.
  setMaxListeners(0, abort.signal);
  const interrupt = (): void => abort.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const opener = createOpener(output, environment);
  try {
    const { positionals, values } = parseWords(command, words);
    if (values.help === true) {
      output.line(usage(command));
      return exit.good;
    }
    opener.configure(values);
    const context: CliContext = { output, environment, signal: abort.signal, core: opener.core };
    return await command.run(context, positionals, values);
  } catch (error) {
    return report(error, command, output, abort.signal);
  } finally {
    opener.dispose();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function parseWords(command: Command, words: readonly string[]): { positionals: string[]; values: Record<string, string | boolean | (string | boolean)[] | undefined> } {
  try {
    return parseArgs({ args: [...words], options: { ...command.options, ...everywhere }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function report(error: unknown, command: Command, output: Output, signal: AbortSignal): number {
  output.progressEnd();
  if (signal.aborted || isCancelled(error)) {
    output.error('Interrupted.');
    return exit.interrupted;
  }
  if (error instanceof UsageError) {
    output.error(`${error.message}\n\n${usage(command)}`);
    return exit.couldNotRun;
  }
  if (isUserError(error)) {
    output.error(output.style('bad', error.message));
    if (error.detail) {
      output.error(error.detail);
    }
    if (error.action) {
      output.error(error.action.text);
    }
    return error.code === 'broken-lab' ? exit.doesNotHold : exit.couldNotRun;
  }
  output.error(`This is a mistake of ours, not yours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return exit.couldNotRun;
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'Usage: ai-labs COMMAND …', '',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`), '',
    'ai-labs COMMAND --help tells more. Everywhere: --home DIR, --catalog DIR, --docker-host URL, --context NAME, --verbose.',
    'Exit codes: 0 good, 1 a lab or check did not hold, 2 could not run, 130 interrupted.',
  ].join('\n');
}

function usage(command: Command): string {
  const names = Object.keys(command.help);
  const width = Math.max(0, ...names.map((name) => name.length));
  return [
    `Usage: ai-labs ${command.name} ${command.parameters}`, command.summary,
    ...names.map((name) => `  --${name.padEnd(width)}  ${command.help[name]}`),
  ].join('\n');
}

/** Replaced by the bundler with the version of package.json. */
declare const PRODUCT_VERSION: string | undefined;

function version(): string {
  return typeof PRODUCT_VERSION === 'string' ? PRODUCT_VERSION : 'development';
}
