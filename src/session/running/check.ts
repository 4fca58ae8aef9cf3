import * as l10n from '@vscode/l10n';
import { earnedPoints } from '../../checks/earned';
import { runChecks } from '../../checks/runChecks';
import { UserError } from '../../common/errors';
import type { CheckResult } from '../../common/verdict';
import { allChecks, type Lab, terminalService } from '../../curriculum/lab';
import type { Revived, RunningLab } from '../../engines/engine';
import type { NewEntry } from '../../progress/entry';
import { progressOf } from '../../progress/fold';
import type { LabProgress } from '../../progress/summary';
import type { CheckOptions, CheckOutcome } from '../api';
import type { SessionContext } from '../context';
import { advance, enterSteps } from '../start/entering';
import type { SessionRecord } from '../state/recordSchema';
import { reown } from '../files/reown';
import { revive, undoLeftFaults } from './revive';
import { type SelectedCheck, selectChecks } from './selection';
import { inputEnvironment } from '../start/spec';
import { currentStep, passedChecks } from '../learning/steps';

/** A lab that runs, with all there is to know of it; throws a UserError with the code `lab-not-running`. */
export function running(context: SessionContext, identity: string): { lab: Lab; record: SessionRecord; running: RunningLab } {
  const { lab, record, running: up, life } = context.table.get(identity);
  if (!lab || !record || !up || life.rest !== 'ready') {
    throw new UserError(l10n.t('The lab {0} does not run.', lab?.definition.title ?? identity), {
      code: 'lab-not-running',
      action: { label: l10n.t('Start Lab'), text: l10n.t('Start the lab, then try again.'), command: 'aiLabs.startLab', arguments: [{ lab: identity }] },
    });
  }
  return { lab, record, running: up };
}

/** Has a lab that was started ready for its first checks, where checks are prepared for at all. */
export async function standByFor(context: SessionContext, { identity, definition }: Lab): Promise<void> {
  const up = context.table.get(identity).running;
  if (context.standby && up) {
    context.standby.renew(await context.engine(), up, terminalService(definition));
  }
}

/** Runs checks, journals their verdicts, and completes what they complete. With the lab's lock held. */
export async function checkLab(context: SessionContext, identity: string, options: CheckOptions, signal: AbortSignal): Promise<CheckOutcome> {
  const { table, journal } = context;
  const { lab, record, running: before } = running(context, identity);
  const engine = await context.engine();
  if (allChecks(lab.definition).some(({ check }) => check.faults.length > 0)) {
    await undoLeftFaults(context, engine, before, signal);
  }
  const up = table.get(identity).running ?? before;
  await context.links.sync(identity, signal);
  const progress = progressOf(await journal.read(), identity);
  const current = currentStep(lab.definition, progress);
  const { author } = options;
  const selected = selectChecks((author ?? lab).definition, options, current.id);
  if (author) {
    assertServices(author, lab, selected);
  }
  if (options.changed && selected.length === 0) {
    return { results: [], completedSteps: [], completedLab: false };
  }
  if (!record.enteredSteps.includes(current.id)) {
    await enterSteps(context, identity, new Set(), signal);
  }
  const ids = new Set(selected.map(({ check }) => check.id));
  const known = new Set([...passedChecks(progress)].filter((id) => !ids.has(id)));
  const results: CheckResult[] = [];
  let written: Promise<void> | undefined;
  const note = async (): Promise<void> => {
    const news = author ? [] : options.changed ? results.filter((result) => isNews(result, progress)) : results;
    if (news.length > 0) {
      await journal.append(...news.map((result) => checked(identity, lab, result)));
    }
  };
  table.dispatch(identity, { kind: 'check', checks: [...ids] });
  try {
    const request = {
      lab: withInputs(author ?? lab, record.inputs),
      files: (author ?? lab).folder,
      running: up,
      selected,
      known,
      seed: record.seed,
      locale: context.locale,
      learner: (service: string) => record.users[service] ?? 'root',
      onRevived: (revived: Revived) => revive(context, identity, revived),
      standby: context.standby,
    };
    const listener = {
      onStarted: options.onStarted,
      onResult: (result: CheckResult): void => {
        results.push(result);
        options.onResult?.(result);
        if (results.length === selected.length) {
          // While the run tidies up inside the container.
          written = note();
          written.catch(() => undefined);
        }
      },
    };
    await runChecks(engine, request, listener, await context.containerAssets(), signal);
  } finally {
    await (written ?? note());
  }
  await reown(context, table.get(identity));
  if (author) {
    return { results, completedSteps: [], completedLab: false };
  }
  const advanced = await advance(context, identity, lab, undefined, signal);
  return { results, ...advanced };
}

/** A check can only run where there is a container: a service that the author has added since is not up. */
function assertServices(author: Lab, { definition }: Lab, selected: readonly SelectedCheck[]): void {
  const named = selected.flatMap(({ check }) => [check.service ?? terminalService(author.definition), ...check.faults.flatMap((fault) => Object.values(fault))]);
  const missing = named.find((service) => !Object.hasOwn(definition.services, service));
  if (missing !== undefined) {
    throw new UserError(l10n.t('The running lab has no service "{0}" yet.', missing), {
      code: 'lab-outdated',
      action: { label: l10n.t('Restart Lab'), text: l10n.t('Start the lab again with its new version.'), command: 'aiLabs.restartLab', arguments: [{ lab: author.identity }] },
    });
  }
}

/** Checks get their service's environment: that is how they learn what the learner answered, too. */
function withInputs(lab: Lab, inputs: Readonly<Record<string, string>>): Lab {
  const answered = inputEnvironment(inputs);
  const services = Object.entries(lab.definition.services).map(([name, service]) => [
    name,
    { ...service, environment: { ...service.environment, ...answered } },
  ]);
  return { ...lab, definition: { ...lab.definition, services: Object.fromEntries(services) as Lab['definition']['services'] } };
}

/** Whether the journal does not say the same already: a check that runs with every save would fill it. */
function isNews(result: CheckResult, progress: LabProgress): boolean {
  const known = Object.hasOwn(progress.checks, result.checkId) ? progress.checks[result.checkId] : undefined;
  return known?.verdict !== result.verdict || (known.message ?? '') !== result.message || known.earlier === true;
}

function checked(identity: string, lab: Lab, result: CheckResult): NewEntry {
  const check = lab.definition.steps.flatMap((step) => step.checks).find((each) => each.id === result.checkId);
  const points = earnedPoints(check?.points ?? 0, result);
  return {
    kind: 'checked',
    lab: identity,
    step: result.stepId,
    check: result.checkId,
    verdict: result.verdict,
    ...(result.message ? { message: result.message } : {}),
    ...(result.verdict === 'passed' || points > 0 ? { points } : {}),
  };
}
