import * as l10n from '@vscode/l10n';
import { abandonOnAbort, sleep, throwIfAborted } from '../../common/cancellation';
import { UserError } from '../../common/errors';
import type { Engine, RunningLab } from '../../engines/engine';
import type { LogsOptions } from '../api';
import type { SessionContext } from '../context';
import { knownLab } from '../learning/learning';
import { assertVisible } from './visible';

/** How often a lab whose container went is looked for again, in milliseconds. */
const goneAgainMs = 500;

/** Passes on what a service prints. Throws UserErrors with the codes `unknown-service` and `lab-not-running`. */
export async function readLogs(context: SessionContext, identity: string, options: LogsOptions): Promise<void> {
  const { service, tail, follow, onChunk, signal } = options;
  const lab = await knownLab(context, identity);
  assertVisible(lab, service, l10n.t('with a log to show'));
  const engine = await context.engine();
  const found = context.table.get(identity).running ?? (await find(context, engine, identity, signal));
  if (!found) {
    throw new UserError(l10n.t('The lab {0} has no containers, so there is no log.', lab.definition.title), {
      code: 'lab-not-running',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab, then try again.'), command: 'aiLabs.startLab', arguments: [{ lab: identity }] },
    });
  }
  if (follow) {
    await followOn(context, engine, found, options);
  } else {
    await engine.logs(found, service, { tail }, onChunk, signal);
  }
}

async function find(context: SessionContext, engine: Engine, identity: string, signal?: AbortSignal): Promise<RunningLab | undefined> {
  return (await engine.findLabs(context.home.id, signal)).find((each) => each.lab === identity);
}

/** A log ends with its service; this one goes on when the service starts again, in whatever container. */
async function followOn(context: SessionContext, engine: Engine, first: RunningLab, options: LogsOptions): Promise<void> {
  const { service, tail, onChunk, onStarted, signal } = options;
  let starts = 0;
  let gone = false;
  let wake = (): void => undefined;
  const watch = engine.watch(context.home.id, (event) => {
    if (event.session === first.session && event.service === service) {
      starts += event.kind === 'started' ? 1 : 0;
      gone = event.kind === 'removed' ? true : event.kind === 'started' ? false : gone;
      wake();
    }
  });
  try {
    await engine.logs(first, service, { tail, follow: true }, onChunk, signal);
    for (let seen = 0; ; ) {
      while (starts === seen && !(await isRemoved(context, engine, first, gone, signal))) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        // A lab goes part by part, and nothing tells when the last has gone.
        await (starts === seen && abandonOnAbort(gone ? Promise.race([woken, sleep(goneAgainMs)]) : woken, signal));
      }
      throwIfAborted(signal);
      const lab = await find(context, engine, first.lab, signal);
      if (!lab || starts === seen) {
        return;
      }
      seen = starts;
      onStarted?.();
      await engine.logs(lab, service, { follow: true, sinceStart: true }, onChunk, signal);
    }
  } finally {
    watch.dispose();
  }
}

/** A container that went may be made anew on other ports: only a lab without any is removed. */
async function isRemoved(context: SessionContext, engine: Engine, lab: RunningLab, gone: boolean, signal?: AbortSignal): Promise<boolean> {
  return gone && (await find(context, engine, lab.lab, signal))?.session !== lab.session;
}
