import * as l10n from '@vscode/l10n';
import { keptContainerAssets } from '../checks/assets';
import { Standby } from '../checks/standby';
import { abandonOnAbort, sleep } from '../common/cancellation';
import { CancelledError, isCancelled, isUserError, messageOf, type UserError } from '../common/errors';
import { Emitter, type Event } from '../common/event';
import type { Lab } from '../curriculum/lab';
import type { Engine, Shell, Snapshot } from '../engines/engine';
import { Activity } from './idle/activity';
import type { SolutionFile } from '../curriculum/solutionFiles';
import type { Answer, AnswerOutcome, Asker, CheckOptions, CheckOutcome, Override, LogsOptions, ResetOffer, ResetStepOptions, SessionState, SessionView, Sessions, StartOptions } from './api';
import { latestBackup } from './reset/backups';
import { checkLab, running, standByFor } from './running/check';
import type { SessionContext, SessionsOptions } from './context';
import type { Start } from './start/create';
import { Keeping } from './reset/keeping';
import { answerQuestion, knownLab, nextHint, nextStep } from './learning/learning';
import { askAgain, writeInputs } from './learning/changeInputs';
import { revealSolution } from './learning/reveal';
import { Locks, type LockPurpose } from './locks/lock';
import type { LabNotice } from './notices';
import { readLogs } from './running/logs';
import { tidy } from './state/observe';
import { overrideStep } from './learning/override';
import { Records } from './state/record';
import type { Rest } from './state/reducer';
import { planReset } from './reset/resetOffer';
import { resetStep } from './reset/resetStep';
import { restartOne, type RestartOptions } from './running/restart';
import { openShell, type ShellOptions } from './running/shell';
import { runSolution, type SolutionOptions } from './running/solution';
import { bringUp } from './start/start';
import { type IdleOutcome, stopIdle } from './idle/stopIdle';
import { removeContainers, stopContainers, takeBack } from './stop';
import { LinkKeeper } from './sync/keeper';
import { WorkspaceLinks } from './sync/workspaceLinks';
import { Table } from './state/table';
import { viewOf } from './state/view';
import { undoReset } from './reset/undoReset';
import { assertVisible } from './running/visible';
import { Watching } from './state/watching';
import { WatchedRuns } from './running/watched';
import { Work } from './locks/work';

/** How long stopping, checking and the like wait for another window to finish, in milliseconds. */
const patience = 30_000;
/** How long what is being kept for Reset Step is waited for, before it is offered without. */
const keptSoonMs = 5_000;
/** A start waits for as long as the other window is alive: it then finds the lab running. */
const asLongAsItTakes = Number.POSITIVE_INFINITY;

/** The sessions of one home on one engine. Made once per process; several processes may each have one. */
export class LabSessions implements Sessions {
  private readonly context: SessionContext;
  private readonly watching: Watching;
  private readonly closing = new AbortController();
  private readonly watched = new WatchedRuns();
  private readonly keeper: LinkKeeper;
  private readonly told = new Emitter<LabNotice>();
  /** As last used; asked only for what it has. */
  private engineUsed: Engine | undefined;
  readonly onDidChange: Event<string>;
  readonly onNotice: Event<LabNotice> = this.told.event;

  constructor(options: SessionsOptions) {
    const locks = new Locks(options.home.locks);
    const table = new Table(options.log);
    const records = new Records(options.home.sessions, options.log);
    const engine = async (): Promise<Engine> => (this.engineUsed = await options.engine());
    const tell = (notice: LabNotice): void => this.told.fire(notice);
    const keeping = new Keeping({ ...options, locks });
    const links = new WorkspaceLinks({ home: options.home, table, log: options.log, engine, tell });
    this.keeper = new LinkKeeper(links, table, options.log);
    const standby = options.standsBy ? new Standby() : undefined;
    this.context = { ...options, engine, tell, links, standby, locks, records, table, keeping, work: new Work(locks), activity: new Activity(options.home.activity), containerAssets: keptContainerAssets(options.assets) };
    this.watching = new Watching(this.context);
    this.onDidChange = table.onDidChange;
  }

  state(identity: string): SessionState {
    return this.context.table.get(identity).life.state;
  }

  view(identity: string): SessionView | undefined {
    return viewOf(this.context.table.get(identity), this.context.journal.summary, this.engineUsed?.capabilities);
  }

  all(): SessionView[] {
    return this.context.table
      .all()
      .filter((known) => known.life.state.kind !== 'absent')
      .map((known) => this.view(known.identity))
      .filter((view) => view !== undefined);
  }

  async resume(signal?: AbortSignal): Promise<UserError | undefined> {
    await this.context.journal.read();
    // Listening comes first: nothing that happens meanwhile is missed, and an engine that is down now is noticed later.
    await this.watching.begin();
    const { orphans, trouble } = await this.watching.observe(signal);
    await tidy(this.context, orphans, signal);
    // A look that came first is maybe at work on a lab, which is then passed over here.
    await abandonOnAbort(this.watching.settled(), signal);
    const later = orphans.length > 0 ? (await this.watching.observe(signal)).trouble : undefined;
    for (const { identity } of this.context.table.all()) {
      // Asked one by one: a lab that is being stopped meanwhile is not to be noted as running.
      if (this.context.table.get(identity).running && !this.context.work.has(identity)) {
        await this.runs(identity, true);
      }
    }
    return trouble ?? later;
  }

  start(lab: Lab, options: StartOptions): Promise<SessionView> {
    return this.bring(lab, options, 'start', async (signal) => bringUp(this.context, lab, options, { newVersion: options.newVersion ?? false }, signal));
  }

  reset(lab: Lab, options: StartOptions): Promise<SessionView> {
    this.context.work.interrupt(lab.identity);
    const how: Start = { newVersion: true };
    return this.bring(lab, options, 'reset', async (signal) => {
      this.context.table.dispatch(lab.identity, { kind: 'start', message: l10n.t('Copying your files aside') });
      await takeBack(this.context, lab.identity, signal);
      this.context.table.dispatch(lab.identity, { kind: 'observed', rest: 'absent' });
      await bringUp(this.context, lab, options, how, signal);
    });
  }

  async resetOffer(identity: string, step?: string): Promise<ResetOffer> {
    await Promise.race([this.context.keeping.settled(identity), sleep(keptSoonMs)]);
    return (await planReset(this.context, identity, step)).offer;
  }

  async resetStep(identity: string, options: ResetStepOptions): Promise<SessionView> {
    const lab = await knownLab(this.context, identity);
    this.context.work.interrupt(identity);
    return this.bring(lab, options, 'reset', async (signal) => {
      this.context.table.dispatch(identity, { kind: 'start', message: l10n.t('Copying your files aside') });
      await resetStep(this.context, identity, options, signal);
    });
  }

  async undoReset(identity: string, signal?: AbortSignal): Promise<{ restored: string; backup?: string }> {
    return this.doing(identity, 'step', patience, signal, (own) => undoReset(this.context, identity, own));
  }

  async canUndoReset(identity: string): Promise<boolean> {
    return (await latestBackup(this.context.home, identity)) !== undefined;
  }

  async snapshots(signal?: AbortSignal): Promise<Snapshot[]> {
    const engine = await this.context.engine();
    return engine.capabilities.snapshots ? engine.listSnapshots(this.context.home.id, undefined, signal) : [];
  }

  settled(): Promise<void> {
    return this.context.keeping.settled();
  }

  async stop(identity: string, signal?: AbortSignal): Promise<void> {
    this.context.work.interrupt(identity);
    await this.doing(identity, 'stop', patience, signal, (own) => stopContainers(this.context, identity, own));
    await this.context.activity.forget(identity);
  }

  used(identity: string): void {
    this.context.activity.note(identity);
  }

  async stopIdle(identity: string, idleMs: number): Promise<IdleOutcome> {
    const outcome = await stopIdle(this.context, identity, idleMs, Date.now);
    this.watching.soon();
    return outcome;
  }

  async remove(identity: string, signal?: AbortSignal): Promise<void> {
    this.context.work.interrupt(identity);
    await this.doing(identity, 'remove', patience, signal, (own) => removeContainers(this.context, identity, own));
    await this.context.activity.forget(identity);
  }

  async check(identity: string, options: CheckOptions): Promise<CheckOutcome> {
    running(this.context, identity);
    const { changed } = options;
    if (!changed) {
      return this.doing(identity, 'check', patience, options.signal, (signal) => this.checkNow(identity, options, signal));
    }
    return this.watched.run(identity, changed, options.signal, (change, own) =>
      this.working(identity, 'check', patience, own, async (signal) => {
        if (this.context.table.get(identity).life.rest !== 'ready') {
          throw new CancelledError();
        }
        return this.checkNow(identity, { ...options, changed: change }, signal);
      }),
    );
  }

  private async checkNow(identity: string, options: CheckOptions, signal: AbortSignal): Promise<CheckOutcome> {
    const outcome = await checkLab(this.context, identity, options, signal);
    this.context.table.dispatch(identity, { kind: 'checked' });
    return outcome;
  }

  async answer(identity: string, question: string, given: Answer): Promise<AnswerOutcome> {
    const lab = await knownLab(this.context, identity);
    return answerQuestion(this.context, lab, question, given, (task) => this.doing(identity, 'step', patience, undefined, task));
  }

  async hint(identity: string, step: string): Promise<{ index: number; text: string; remaining: number } | undefined> {
    return nextHint(this.context, await knownLab(this.context, identity), step);
  }

  async solution(identity: string, step: string): Promise<SolutionFile[]> {
    return revealSolution(this.context, await knownLab(this.context, identity), step);
  }

  async changeInputs(identity: string, asker: Asker): Promise<void> {
    const lab = await knownLab(this.context, identity);
    const inputs = await askAgain(this.context, lab, asker);
    await this.doing(identity, 'step', patience, undefined, () => writeInputs(this.context, lab, inputs));
  }

  async next(identity: string): Promise<void> {
    const lab = await knownLab(this.context, identity);
    await this.doing(identity, 'step', patience, undefined, (signal) => nextStep(this.context, lab, signal));
  }

  async override(identity: string, step: string, override: Override): Promise<{ completedSteps: string[]; completedLab: boolean }> {
    const lab = await knownLab(this.context, identity);
    return this.doing(identity, 'step', patience, undefined, (signal) => overrideStep(this.context, lab, step, override, signal));
  }

  async applySolution(
    identity: string,
    path: string,
    options: SolutionOptions & { signal?: AbortSignal },
  ): Promise<{ exitCode?: number; output: string }> {
    running(this.context, identity);
    return this.doing(identity, 'step', patience, options.signal, (signal) => runSolution(this.context, identity, path, options, signal));
  }

  async openShell(identity: string, options: ShellOptions): Promise<Shell> {
    return this.keeper.shell(identity, () => openShell(this.context, identity, options));
  }

  async restartService(identity: string, service: string, options: RestartOptions = {}): Promise<void> {
    running(this.context, identity);
    await this.doing(identity, 'restart', patience, options.signal, (own) => restartOne(this.context, identity, service, options, own));
  }

  logs(identity: string, options: LogsOptions): Promise<void> {
    return readLogs(this.context, identity, { ...options, signal: AbortSignal.any([this.closing.signal, ...(options.signal ? [options.signal] : [])]) });
  }

  async endpoint(identity: string, service: string, port: number): Promise<{ host: string; port: number }> {
    const { lab, running: up } = running(this.context, identity);
    assertVisible(lab, service, l10n.t('with a port to open'));
    return (await this.context.engine()).endpoint(up, service, port);
  }

  dispose(): void {
    this.closing.abort();
    this.watching.dispose();
    this.watched.dispose();
    this.context.standby?.dispose();
    this.context.keeping.dispose();
    this.context.work.interruptAll();
    this.keeper.dispose();
    this.context.links.dispose();
    this.told.dispose();
    this.context.table.dispose();
  }

  private async bring(lab: Lab, options: StartOptions, purpose: LockPurpose, task: (signal: AbortSignal) => Promise<void>): Promise<SessionView> {
    await this.context.journal.read();
    if (this.state(lab.identity).kind !== 'ready') {
      this.context.table.dispatch(lab.identity, { kind: 'start', message: l10n.t('Looking at the lab') });
    }
    await this.doing(lab.identity, purpose, asLongAsItTakes, options.signal, task, () => {
      const message = l10n.t('Another window is at work on this lab; waiting for it');
      this.context.table.dispatch(lab.identity, { kind: 'progress', stage: 'preparing', message });
      options.onProgress?.({ phase: 'images', message });
    });
    await this.runs(lab.identity, false);
    const view = this.view(lab.identity);
    if (!view) {
      throw new Error(`The lab ${lab.identity} was started and is not known`);
    }
    await standByFor(this.context, lab);
    return view;
  }

  /** What a person asked for: goes before what runs by itself. */
  private doing<T>(...task: Parameters<typeof this.working<T>>): Promise<T> {
    this.watched.giveWay(task[0]);
    return this.working(...task);
  }

  /** Runs a task alone with a lab, and makes the state say how it ended. */
  private async working<T>(
    identity: string,
    purpose: LockPurpose,
    waitMs: number,
    signal: AbortSignal | undefined,
    task: (signal: AbortSignal) => Promise<T>,
    onWaiting?: () => void,
  ): Promise<T> {
    const { table, work, home } = this.context;
    this.used(identity);
    // What never had its turn has changed nothing; only a start shows itself while it waits.
    let begun = purpose === 'start' || purpose === 'reset';
    try {
      return await work.run(identity, { purpose, waitMs, signal, onWaiting }, (own) => {
        begun = true;
        return task(own);
      });
    } catch (thrown) {
      const error = home.notWritable(thrown);
      if (!begun) {
        throw error;
      }
      if (isCancelled(error)) {
        table.dispatch(identity, { kind: 'cancelled', rest: this.rest(identity) });
      } else {
        const code = isUserError(error) ? error.code : 'unexpected';
        table.dispatch(identity, { kind: 'failed', code, message: messageOf(error), rest: this.rest(identity) });
      }
      throw error;
    } finally {
      this.used(identity);
      this.watching.soon();
    }
  }

  /** Remembers that the lab runs and is used. Where that cannot be written it is only never stopped for being idle. */
  private async runs(identity: string, found: boolean): Promise<void> {
    const { activity, log } = this.context;
    await activity.begin(identity, { found }).catch((error: unknown) => log.debug(`The use of ${identity} is not noted: ${messageOf(error)}`));
  }

  /** Where a lab is when what was going on came to nothing. */
  private rest(identity: string): Rest {
    const { running: up, record } = this.context.table.get(identity);
    return up && record?.ready ? 'ready' : record?.prepared ? 'stopped' : 'absent';
  }
}
