import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { CancelledError, isCancelled, UserError } from '../../common/errors';
import type { Log } from '../../common/log';
import { type ActionScript, type Lab, terminalService, workspaceMode } from '../../curriculum/lab';
import { parseDuration } from '../../curriculum/units';
import type { Engine, RunningLab } from '../../engines/engine';
import { scriptFiles } from './scriptFiles';
import { ending, staying, waiting } from './scriptPrograms';
import { inputEnvironment } from './spec';

/** Where scripts lie while they run: a tmpfs the engine makes with every container. */
const scratch = '/run/ai-labs';
const defaultTimeoutMs = 120_000;

export interface ScriptContext {
  engine: Engine;
  running: RunningLab;
  /** Its folder is where the scripts are read from. */
  lab: Lab;
  /** Service -> the learner's user in it. */
  users: Readonly<Record<string, string>>;
  seed: string;
  inputs: Readonly<Record<string, string>>;
  locale: string;
  log: Log;
}

export interface ScriptOutcome {
  /** Undefined where the container died under the script. */
  exitCode?: number;
  /** Both streams in order; beginning and end where there was much (64 KiB). */
  output: string;
  timedOut: boolean;
}

/** Runs the lab's own scripts inside its services. What was uploaded for them is removed by `clean`. */
export class ScriptRunner {
  private readonly uploaded = new Map<string, { service: string; target: string; stays: boolean }>();

  constructor(private readonly context: ScriptContext) {}

  /** Runs scripts one after the other; throws a UserError with the code `script-failed` at the first that fails. */
  async runAll(kind: 'prepare' | 'setup' | 'before', scripts: readonly ActionScript[], step?: string, signal?: AbortSignal): Promise<void> {
    for (const script of scripts) {
      const user = script.user ?? (kind === 'prepare' ? 'learner' : 'root');
      const outcome = await this.run({ ...script, user }, step, signal);
      if (outcome.exitCode !== 0) {
        throw failed(kind, script.run, outcome);
      }
    }
  }

  /** Runs one script. With `wait: false` it is started and stays up; its output is then in /tmp of the container. */
  async run(script: ActionScript, step?: string, signal?: AbortSignal): Promise<ScriptOutcome> {
    const { lab, running, engine } = this.context;
    const service = script.service ?? terminalService(lab.definition);
    const user = this.userOf(service, script.user);
    const { command, name } = await this.upload(service, user, script.run, !script.wait, signal);
    const token = `/tmp/.ai-labs-${randomBytes(6).toString('hex')}`;
    const timeoutMs = (script.timeout === undefined ? undefined : parseDuration(script.timeout)) ?? defaultTimeoutMs;
    const words = script.wait
      ? ['sh', '-c', waiting, 'sh', token, String(Math.max(1, Math.ceil(timeoutMs / 1000))), ...command]
      : ['sh', '-c', staying, 'sh', `/tmp/ai-labs-${name}.log`, ...command];
    // The limit inside the container is the one meant; this one is for a container that no longer answers.
    const overdue = AbortSignal.timeout(timeoutMs + 20_000);
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): number => chunks.push(chunk);
    const began = Date.now();
    try {
      const { exitCode } = await engine.exec(
        running,
        service,
        {
          command: words,
          user,
          workingDir: workspaceMode(lab.definition, service) === 'none' ? undefined : lab.definition.workspace,
          environment: this.environment(step),
          onStdout: keep,
          onStderr: keep,
        },
        signal ? AbortSignal.any([signal, overdue]) : overdue,
      );
      const timedOut = (exitCode === 124 || exitCode === 137) && Date.now() - began >= timeoutMs;
      return { exitCode, output: Buffer.concat(chunks).toString('utf8'), timedOut };
    } catch (error) {
      if (!isCancelled(error)) {
        throw error;
      }
      await this.end(service, token);
      if (signal?.aborted) {
        throw new CancelledError();
      }
      return { output: Buffer.concat(chunks).toString('utf8'), timedOut: true };
    }
  }

  /** Removes what was uploaded, except for what stays up. Never throws: the container may be gone. */
  async clean(): Promise<void> {
    const targets = new Map<string, string[]>();
    for (const { service, target, stays } of this.uploaded.values()) {
      if (!stays) {
        targets.set(service, [...(targets.get(service) ?? []), target]);
      }
    }
    this.uploaded.clear();
    for (const [service, paths] of targets) {
      await this.asRoot(service, ['rm', '-rf', ...paths]);
    }
  }

  private async upload(service: string, user: string, script: string, stays: boolean, signal?: AbortSignal): Promise<{ command: string[]; name: string }> {
    const { lab, running, engine } = this.context;
    const target = `${scratch}/script-${randomBytes(6).toString('hex')}`;
    const read = await scriptFiles(lab.folder, script, target, user);
    const key = JSON.stringify([service, user, read.folder, read.folder === '' ? read.name : '']);
    const known = this.uploaded.get(key);
    if (known) {
      known.stays ||= stays;
      return { name: read.name, command: read.command.map((word) => (word.startsWith(target) ? known.target + word.slice(target.length) : word)) };
    }
    await engine.upload(running, service, read.files, signal);
    this.uploaded.set(key, { service, target, stays });
    return { name: read.name, command: read.command };
  }

  private userOf(service: string, user: string | undefined): string {
    return user === undefined || user === 'learner' ? (this.context.users[service] ?? 'root') : user;
  }

  private environment(step: string | undefined): Record<string, string> {
    const { lab, seed, inputs, locale } = this.context;
    return {
      LAB_ID: lab.id,
      LAB_SEED: seed,
      LAB_LOCALE: locale,
      ...(step === undefined ? {} : { LAB_STEP: step }),
      ...inputEnvironment(inputs),
    };
  }

  private end(service: string, token: string): Promise<void> {
    return this.asRoot(service, ['sh', '-c', ending, 'sh', token]);
  }

  private async asRoot(service: string, command: string[]): Promise<void> {
    const { engine, running, log } = this.context;
    try {
      await engine.exec(running, service, { command, user: '0' }, AbortSignal.timeout(15_000));
    } catch (error) {
      log.debug(`Tidying up in the service ${service} did not work: ${String(error)}`);
    }
  }
}

function failed(kind: string, script: string, outcome: ScriptOutcome): UserError {
  const said = outcome.timedOut
    ? l10n.t("The lab's own {0} script {1} did not finish in time. This is the lab's fault, not yours.", kind, script)
    : outcome.exitCode === undefined
      ? l10n.t("The lab's own {0} script {1} was interrupted: its container stopped. This is the lab's fault, not yours.", kind, script)
      : l10n.t("The lab's own {0} script {1} failed with exit code {2}. This is the lab's fault, not yours.", kind, script, outcome.exitCode);
  const last = outcome.output.trim().split('\n').slice(-5).join('\n');
  return new UserError(last ? `${said}\n${last}` : said, {
    code: 'script-failed',
    detail: outcome.output,
    action: { label: l10n.t('Show Log'), text: l10n.t('Read its whole output in the log, then try again or tell the author of the lab.'), command: 'aiLabs.showLog' },
  });
}
