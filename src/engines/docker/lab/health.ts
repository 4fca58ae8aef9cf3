import * as l10n from '@vscode/l10n';
import type Docker from 'dockerode';
import { sleep, throwIfAborted } from '../../../common/cancellation';
import { CancelledError, isCancelled, UserError } from '../../../common/errors';
import { asking, statusOf } from '../api/errors';
import { runExec } from '../exec/exec';
import { label } from '../labels';
import { lastLines } from '../exec/logs';
import { callApi } from '../api/request';
import { type ContainerDetails, containerSchema, type HealthcheckInfo } from '../api/wire';

/** Defaults of Docker for what a healthcheck leaves out. Source: https://docs.docker.com/reference/dockerfile/#healthcheck */
const usual = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3 };
/** How often we look ourselves: the engine looks for the first time only after a whole interval. */
const lookEveryMs = 250;

export async function inspectContainer(
  docker: Docker,
  container: string,
  signal?: AbortSignal,
): Promise<ContainerDetails> {
  const answer = callApi(docker, { method: 'GET', path: `/containers/${container}/json`, signal });
  return containerSchema.parse(await asking(l10n.t('describe a container'), answer));
}

/** What a service printed last, for a message; nothing of one that the learner does not look into. */
async function shownLines(docker: Docker, { Id, Config }: ContainerDetails): Promise<string> {
  return Config.Labels[label.hidden] === 'true' ? '' : lastLines(docker, Id, 20);
}

/** A service whose process ended although it was needed. */
export async function endedError(
  docker: Docker,
  service: string,
  details: ContainerDetails,
): Promise<UserError> {
  const code = details.State.ExitCode ?? 0;
  const output = await shownLines(docker, details);
  return new UserError(
    [
      details.State.OOMKilled
        ? l10n.t('The service "{0}" ended with exit code {1} because it ran out of memory while the lab was starting.', service, code)
        : l10n.t('The service "{0}" ended with exit code {1} while the lab was starting.', service, code),
      ...(output ? [l10n.t('It printed last:\n{0}', output)] : []),
    ].join(' '),
    {
      code: 'service-ended',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t("Read the service's log, then start the lab again."),
        command: 'aiLabs.showLog',
      },
      detail: output,
    },
  );
}

function commandOf(check: HealthcheckInfo): string[] | undefined {
  const [kind, ...rest] = check.Test;
  return kind === 'CMD' ? rest : kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : undefined;
}

const milliseconds = (nanoseconds: number | undefined): number => Math.round((nanoseconds ?? 0) / 1e6);

/** One look. Undefined where it did not end in time. */
async function look(
  docker: Docker,
  container: string,
  command: string[],
  ms: number,
  output: Buffer[],
  signal?: AbortSignal,
): Promise<number | undefined> {
  const timeout = AbortSignal.timeout(ms);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const keep = (chunk: Buffer): void => {
    output.push(chunk);
  };
  try {
    return (await runExec(docker, container, { command, onStdout: keep, onStderr: keep }, either)).exitCode;
  } catch (error) {
    if (isCancelled(error)) {
      if (signal?.aborted) {
        throw new CancelledError();
      }
      return undefined;
    }
    const status = statusOf(error);
    if (status === undefined && !(error instanceof UserError)) {
      throw error;
    }
    return undefined;
  }
}

/**
 * Waits until a service's healthcheck passes for the first time. We look ourselves, by exec: sooner than the engine
 * does, and on engines that never look (Podman without systemd). It counts as unhealthy when the time is over in which
 * the engine would have said so.
 * @throws UserError `lab-invalid` without a healthcheck, `service-ended`, `service-unhealthy`; CancelledError
 */
export async function waitHealthy(
  docker: Docker,
  container: string,
  service: string,
  signal?: AbortSignal,
): Promise<void> {
  const details = await inspectContainer(docker, container, signal);
  const check = details.Config.Healthcheck;
  const command = check && commandOf(check);
  if (!check || !command) {
    throw new UserError(l10n.t('Another service waits for "{0}" to be healthy, but it has no healthcheck.', service), {
      code: 'lab-invalid',
      action: {
        label: l10n.t('Edit Lab'),
        text: l10n.t('Give "{0}" a `healthcheck`, or wait for `service_started`.', service),
      },
    });
  }
  const timeoutMs = milliseconds(check.Timeout) || usual.timeoutMs;
  const intervalMs = milliseconds(check.Interval) || usual.intervalMs;
  const retries = check.Retries || usual.retries;
  const counting = Date.now() + milliseconds(check.StartPeriod);
  const end = counting + retries * intervalMs;
  for (let failures = 0; ; ) {
    const output: Buffer[] = [];
    if ((await look(docker, container, command, timeoutMs, output, signal)) === 0) {
      return;
    }
    throwIfAborted(signal);
    const now = await inspectContainer(docker, container, signal);
    if (!now.State.Running) {
      throw await endedError(docker, service, now);
    }
    failures += Date.now() >= counting ? 1 : 0;
    // Looks that take long are fewer than the engine would allow in that time.
    if (Date.now() >= end && failures >= retries) {
      throw await unhealthyError(docker, now, service, Buffer.concat(output).toString('utf8').slice(-2048).trim());
    }
    await sleep(lookEveryMs, signal);
  }
}

/**
 * Waits until a service that was just started is as it should be: its work done where others wait for that, healthy
 * where it has a healthcheck, else running.
 * @throws UserError `service-ended`, `service-unhealthy`; CancelledError
 */
export async function waitUp(docker: Docker, container: string, service: string, signal?: AbortSignal): Promise<void> {
  const details = await inspectContainer(docker, container, signal);
  if (details.Config.Labels[label.completes] === 'true') {
    await waitCompleted(docker, container, service, signal);
  } else if (details.Config.Healthcheck && commandOf(details.Config.Healthcheck)) {
    await waitHealthy(docker, container, service, signal);
  } else if (!details.State.Running) {
    throw await endedError(docker, service, details);
  }
}

async function unhealthyError(
  docker: Docker,
  details: ContainerDetails,
  service: string,
  said: string,
): Promise<UserError> {
  const output = await shownLines(docker, details);
  const hidden = details.Config.Labels[label.hidden] === 'true';
  return new UserError(
    said && !hidden
      ? l10n.t('The service "{0}" did not become healthy. Its healthcheck says: {1}', service, said)
      : l10n.t('The service "{0}" did not become healthy.', service),
    {
      code: 'service-unhealthy',
      action: {
        label: l10n.t('Show Log'),
        text: l10n.t("Read the service's log, then start the lab again."),
        command: 'aiLabs.showLog',
      },
      detail: output,
    },
  );
}

/**
 * Waits until a service's process ends by itself with exit code 0.
 * @throws UserError `service-ended` for another exit code; CancelledError
 */
export async function waitCompleted(
  docker: Docker,
  container: string,
  service: string,
  signal?: AbortSignal,
): Promise<void> {
  // Asked again and again rather than by one call that waits: that would wait for ever for an engine that hangs.
  let details = await inspectContainer(docker, container, signal);
  while (details.State.Running) {
    await sleep(lookEveryMs, signal);
    details = await inspectContainer(docker, container, signal);
  }
  if (details.State.ExitCode !== 0) {
    throw await endedError(docker, service, details);
  }
}
