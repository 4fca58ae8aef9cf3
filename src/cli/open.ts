import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Core } from '../core';
import type { CatalogRoot } from '../curriculum/catalog';
import type { Log } from '../common/log';
import { Home } from '../session/home';
import { isEnforced } from '../session/learning/enforcement';
import { defaultSnapshotLimit } from '../session/reset/snapshotLimit';
import type { CliContext, Values } from './command';
import type { Output } from './output';

export interface Opener {
  configure(values: Values): void;
  core: CliContext['core'];
  dispose(): void;
}

/**
 * Makes the core for commands, from flags, then environment (`AI_LABS_HOME`, `AI_LABS_CATALOGS`,
 * `AI_LABS_DOCKER_HOST`, `AI_LABS_DOCKER_CONTEXT`, set by the extension for its terminals), then defaults.
 */
export function createOpener(output: Output, environment: NodeJS.ProcessEnv): Opener {
  let flags: Values = {};
  const opened: Core[] = [];
  return {
    configure: (values) => {
      flags = values;
    },
    core: async (options = {}) => {
      const { createCore } = await import('../core');
      const labs = builtInLabs();
      const configured = [...(options.catalogs ?? []), ...strings(flags.catalog), ...(environment.AI_LABS_CATALOGS ?? '').split(path.delimiter)];
      const roots: CatalogRoot[] = [
        { root: labs, source: 'builtin', trusted: true },
        ...configured.filter(Boolean).map((root) => ({ root: path.resolve(root), source: 'configured' as const, trusted: true })),
      ];
      const home = path.resolve(options.home ?? strings(flags.home)[0] ?? environment.AI_LABS_HOME ?? path.join(homedir(), 'ai-labs'));
      const core = createCore({
        home,
        enforcesRequires: () => isEnforced(new Home(home)),
        catalogRoots: () => roots,
        docker: () => place(flags, environment),
        snapshotLimit: options.keepsNothing ? undefined : () => snapshotBytes(environment.AI_LABS_SNAPSHOTS_MB),
        assets: assets(),
        careerPath: path.join(labs, 'career-path.yaml'),
        log: logTo(output, flags.verbose === true),
        locale: 'en',
      });
      opened.push(core);
      return core;
    },
    dispose: () => {
      for (const core of opened.splice(0)) {
        core.dispose();
      }
    },
  };
}

/** Most bytes of snapshots; `AI_LABS_SNAPSHOTS_MB` says another number than the usual one. */
function snapshotBytes(megabytes: string | undefined): number {
  return megabytes !== undefined && /^\d+$/.test(megabytes) ? Number(megabytes) * 1024 ** 2 : defaultSnapshotLimit;
}

/** A flag of either kind outdoes the environment. */
function place(flags: Values, environment: NodeJS.ProcessEnv): { host?: string; context?: string } {
  const [host, context] = [strings(flags['docker-host'])[0], strings(flags.context)[0]];
  return host !== undefined || context !== undefined
    ? { host, context }
    : { host: environment.AI_LABS_DOCKER_HOST, context: environment.AI_LABS_DOCKER_CONTEXT };
}

function strings(value: Values[string]): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

/** The product's folder: above `dist/` when built, above `src/cli/` when run from source. */
export function productFolder(): string {
  const above = path.dirname(__dirname);
  return existsSync(path.join(above, 'package.json')) ? above : path.dirname(above);
}

function builtInLabs(): string {
  return path.join(productFolder(), 'labs');
}

function assets(): string {
  const built = path.join(__dirname, 'container');
  return existsSync(built) ? built : path.join(productFolder(), 'src', 'checks', 'container');
}

function logTo(output: Output, verbose: boolean): Log {
  const say = (message: string | Error): void => output.error(message instanceof Error ? (message.stack ?? message.message) : message);
  const whenVerbose = (message: string): void => {
    if (verbose) {
      say(message);
    }
  };
  return { trace: whenVerbose, debug: whenVerbose, info: whenVerbose, warn: whenVerbose, error: say };
}
