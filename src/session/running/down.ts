import * as l10n from '@vscode/l10n';
import { isUserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { RunningLab, RunningService } from '../../engines/engine';
import type { DownService, SessionState } from '../api';
import type { SessionContext } from '../context';

/** Lines of a service's log that are shown where it ended. */
const shownLines = 10;
/** And no more characters than this. */
const shownLength = 4000;

/** Exit codes of processes that somebody ended, by Ctrl-C, TERM or KILL, or because the engine did. */
const ended = new Set([0, 130, 137, 143, 255]);

function downOf(running: RunningLab): RunningService[] {
  return running.services.filter((service) => service.state === 'exited' || service.state === 'created');
}

/** Whether a service ended by its own doing, rather than because somebody stopped it. */
function isCrash({ exitCode, outOfMemory }: RunningService): boolean {
  return outOfMemory === true || (exitCode !== undefined && !ended.has(exitCode));
}

/**
 * Whether a lab of which nothing is up any more fell by itself. Exit codes alone do not tell, so only one that this
 * process saw running, and nobody stopping, counts.
 */
export function hasFallen(running: RunningLab, before: { running?: RunningLab; state: SessionState }): boolean {
  const { state } = before;
  const sawItUp = before.running?.session === running.session && (state.kind === 'ready' || state.kind === 'failed' || state.kind === 'checking');
  const saidSo = state.kind === 'failed' && state.down !== undefined && state.lastGood === 'stopped';
  return running.state === 'stopped' && (sawItUp || saidSo) && running.services.some(isCrash);
}

/** The services that are down, with what they printed last. */
export async function describeDown(context: SessionContext, lab: Lab | undefined, running: RunningLab): Promise<DownService[]> {
  const down = running.state === 'stopped' ? downOf(running).filter(isCrash) : downOf(running).filter((each) => each.exitCode !== 0 || !completes(lab, each.name));
  return Promise.all(
    down.map(async ({ name, exitCode, outOfMemory }) => {
      const hidden = lab?.definition.services[name]?.hidden ?? false;
      return { service: name, exitCode, outOfMemory: outOfMemory ?? false, hidden, lines: hidden ? '' : await lastLines(context, running, name) };
    }),
  );
}

/** Whether all services are as they should be in a lab that is up. */
export function isUp(lab: Lab, running: RunningLab): boolean {
  return downOf(running).every(({ name, exitCode }) => exitCode === 0 && completes(lab, name));
}

/** Services that somebody paused, other than a check. */
export function pausedOf({ services, faults }: RunningLab): string[] {
  return faults ? [] : services.filter(({ state }) => state === 'paused').map(({ name }) => name);
}

/** What a learner reads of a lab that is not as it should be, and how it goes on. */
export function downMessage(down: readonly DownService[], paused: readonly string[]): string {
  const what = down.length === 0 && paused.length > 0 ? l10n.t('{0} is paused.', paused.join(', ')) : downSentence(down);
  return l10n.t('{0} Start the lab again to bring it back.', what);
}

/** Whether others wait for a service to end: then ending well is no failure. */
function completes(lab: Lab | undefined, service: string): boolean {
  return Object.values(lab?.definition.services ?? {}).some(
    ({ depends_on: list }) => list !== undefined && !Array.isArray(list) && list[service]?.condition === 'service_completed_successfully',
  );
}

async function lastLines(context: SessionContext, running: RunningLab, service: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    const engine = await context.engine();
    await engine.logs(running, service, { tail: shownLines }, (chunk) => chunks.push(chunk), AbortSignal.timeout(5_000));
  } catch (error) {
    // That it is down is worth telling without its last words; a service may be gone altogether.
    context.log.debug(`The log of ${service} cannot be read: ${isUserError(error) ? error.message : String(error)}`);
  }
  return Buffer.concat(chunks).toString('utf8').slice(-shownLength).trimEnd();
}

/** Which services are not up, as a sentence. */
export function downSentence(down: readonly Pick<DownService, 'service' | 'exitCode' | 'outOfMemory'>[]): string {
  const names = down.map(({ service, exitCode, outOfMemory }) =>
    outOfMemory ? l10n.t('{0} (out of memory)', service) : exitCode === undefined ? service : l10n.t('{0} (exit code {1})', service, exitCode));
  return names.length === 0 ? l10n.t('A part of this lab is missing.') : l10n.t('{0} stopped.', names.join(', '));
}

export function whatIsDown(running: RunningLab): string {
  return downSentence(downOf(running).map(({ name, exitCode, outOfMemory }) => ({ service: name, exitCode, outOfMemory: outOfMemory ?? false })));
}
