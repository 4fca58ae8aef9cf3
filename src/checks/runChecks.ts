import { randomBytes, randomInt } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../common/cancellation';
import { isCancelled, messageOf } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import type { Engine, Revived, RunningLab } from '../engines/engine';
import type { ContainerAssets } from './assets';
import { type CheckFile, readCheckFiles, readLabScript } from './checkFiles';
import { interpreterOf, withoutCarriageReturns } from './interpreter';
import { cutIntoSegments, planChecks, type PlannedCheck, type Segment } from './plan';
import { writeProgram } from './program';
import type { ProgramCheck } from './programInput';
import type { CheckListener, CheckRequest } from './request';
import { blockedResult, erroredResult } from './result';
import { DriverExec } from './driverExec';
import { type RunEnd, ServiceRun } from './serviceRun';

export { loadContainerAssets } from './assets';

/**
 * Runs checks and returns their results, one for each, in the order they were decided. Checks run in the order asked
 * for, after those they need. Whatever breaks on our side is an `errored` result, so this rejects only with
 * CancelledError, within about a second of the signal and with nothing left running in the containers; where services
 * were disturbed, once they are back.
 */
export async function runChecks(
  engine: Engine,
  request: CheckRequest,
  listener: CheckListener,
  assets: ContainerAssets,
  signal?: AbortSignal,
): Promise<CheckResult[]> {
  throwIfAborted(signal);
  const run = new CheckRun(engine, request, listener, assets);
  const results = await run.run(signal);
  run.standBy();
  return results;
}

class CheckRun {
  private readonly results: CheckResult[] = [];
  private readonly passed: Set<string>;
  private readonly titles: Map<string, string>;
  private files: CheckFile[] = [];
  /** Changes where a service is started again on other ports. */
  private running: RunningLab;
  /** Why no check can be trusted any more: a service that was disturbed did not come back. */
  private away: string | undefined;
  /** Services that checks ran in. */
  private readonly used = new Set<string>();

  constructor(
    private readonly engine: Engine,
    private readonly request: CheckRequest,
    private readonly listener: CheckListener,
    private readonly assets: ContainerAssets,
  ) {
    this.running = request.running;
    this.passed = new Set(request.known);
    this.titles = new Map(request.lab.definition.steps.flatMap((step) => step.checks.map((check) => [check.id, check.title])));
  }

  async run(signal?: AbortSignal): Promise<CheckResult[]> {
    const planned = planChecks(this.request);
    for (const { check } of planned) {
      this.passed.delete(check.id);
    }
    try {
      this.files = await readCheckFiles(this.request.files);
    } catch (error) {
      planned.forEach((each) => this.settle(erroredResult(each, messageOf(error))));
      return this.results;
    }
    for (const segment of cutIntoSegments(planned)) {
      throwIfAborted(signal);
      const checks = await this.prepareAll(segment);
      if (checks.length > 0) {
        await (segment.faults.length > 0 ? this.runDisturbed(segment, checks, signal) : this.runPrepared(segment.service, checks, signal));
      }
    }
    return this.results;
  }

  /** Who has checked will check again soon. */
  standBy(): void {
    for (const service of this.used) {
      this.request.standby?.prepare(this.engine, this.running, service);
    }
  }

  private settle(result: CheckResult): void {
    if (result.verdict === 'passed') {
      this.passed.add(result.checkId);
    }
    this.results.push(result);
    this.listener.onResult?.(result);
  }

  private async prepareAll(segment: Segment): Promise<ProgramCheck[]> {
    const checks: ProgramCheck[] = [];
    for (const planned of segment.checks) {
      const check = await this.prepare(planned, checks);
      if (check) {
        checks.push(check);
      }
    }
    return checks;
  }

  /** Whatever happens, services are brought back before this ends; only then does the next check run. */
  private async runDisturbed({ service, faults }: Segment, checks: ProgramCheck[], signal?: AbortSignal): Promise<void> {
    let begun = false;
    try {
      await this.revived(await this.engine.applyFaults(this.running, faults, signal));
      begun = true;
      await this.runPrepared(service, checks, signal);
    } catch (error) {
      if (begun || isCancelled(error)) {
        throw error;
      }
      checks.forEach((check) => this.settle(erroredResult(check, l10n.t('what it does to services could not be done: {0}', messageOf(error)))));
    } finally {
      await this.bringBack(checks[0]?.check.title ?? '');
    }
  }

  private async bringBack(title: string): Promise<void> {
    try {
      await this.revived(await this.engine.undoFaults(this.running));
    } catch (error) {
      this.away = l10n.t('services that “{0}” took down did not come back: {1}', title, messageOf(error));
    }
  }

  private async revived(revived: Revived): Promise<void> {
    this.running = revived.lab;
    if (revived.services.length > 0) {
      await this.request.onRevived?.(revived);
    }
  }

  private async runPrepared(service: string, checks: ProgramCheck[], signal?: AbortSignal): Promise<void> {
    this.used.add(service);
    const waiting = this.request.standby?.take(this.running, service);
    const end = waiting && !waiting.hasEnded ? await this.runIn(waiting, true, service, checks, signal) : 'unheard';
    if (end === 'unheard') {
      await this.runIn(new DriverExec(this.engine, this.running, service), false, service, checks, signal);
    }
  }

  private runIn(exec: DriverExec, mayBeDead: boolean, service: string, checks: ProgramCheck[], signal?: AbortSignal): Promise<RunEnd> {
    const { lab, locale, seed } = this.request;
    const { definition } = lab;
    const marker = randomBytes(16).toString('hex');
    const program = writeProgram(
      {
        marker,
        sentinel: randomBytes(16).toString('hex'),
        runId: randomBytes(8).toString('hex'),
        uid: randomInt(20_000, 59_000),
        workspace: definition.workspace,
        learner: this.request.learner(service),
        variables: { LAB_ID: lab.id, LAB_SEED: seed, LAB_LOCALE: locale },
        environment: definition.services[service]?.environment ?? {},
        innerEngine: definition.services[service]?.engine ?? false,
        checks,
        files: this.files,
      },
      this.assets,
    );
    return new ServiceRun(exec, {
      service,
      checks,
      marker,
      program,
      workspace: definition.workspace,
      onStarted: ({ check }) => this.listener.onStarted?.(check.id),
      onResult: (result) => this.settle(result),
      onBlocked: (check, by) => this.settle(blockedResult(check, by.check.title)),
    }).run(mayBeDead, signal);
  }

  /** A check ready to be written into a program, or undefined where its result is settled already. */
  private async prepare(planned: PlannedCheck, before: ProgramCheck[]): Promise<ProgramCheck | undefined> {
    const { check } = planned;
    const needs: number[] = [];
    for (const id of check.needs) {
      const index = before.findIndex((other) => other.check.id === id);
      if (index >= 0) {
        needs.push(index);
      } else if (!this.passed.has(id)) {
        this.settle(blockedResult(planned, this.titles.get(id) ?? id));
        return undefined;
      }
    }
    if (this.away !== undefined) {
      this.settle(erroredResult(planned, this.away));
      return undefined;
    }
    try {
      return { ...planned, needs, script: await this.script(planned) };
    } catch (error) {
      this.settle(erroredResult(planned, messageOf(error)));
      return undefined;
    }
  }

  private async script({ check }: PlannedCheck): Promise<ProgramCheck['script']> {
    if (check.run === undefined) {
      return { text: Buffer.from((check.script ?? '').replaceAll('\r\n', '\n')) };
    }
    const inChecks = /^(?:\.\/)*checks\/(.+)$/.exec(check.run)?.[1];
    const file = this.files.find(({ path }) => path === inChecks);
    if (!file) {
      return { text: await readLabScript(this.request.files, check.run) };
    }
    if (interpreterOf(file.content)) {
      file.content = withoutCarriageReturns(file.content);
    }
    return { file: file.path };
  }
}
