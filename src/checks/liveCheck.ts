import { Output } from './output';
import { longestReport } from './report';
import type { Ending } from './result';

/** One attempt at a check, from its start to its end. */
export class LiveCheck {
  readonly output = new Output();
  /** In the container. */
  pid: number | undefined;
  private readonly report: Buffer[] = [];
  private reportLength = 0;
  private readonly startedAt = performance.now();
  private ended: { code: number; why: Ending['why']; durationMs: number } | undefined;

  /** Keeps the first MiB. */
  pushReport(bytes: Buffer): void {
    const kept = Buffer.from(bytes.subarray(0, longestReport - this.reportLength));
    this.report.push(kept);
    this.reportLength += kept.length;
  }

  end(code: number, why: Ending['why']): void {
    this.ended = { code, why, durationMs: Math.round(performance.now() - this.startedAt) };
  }

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** Undefined before the script has ended. */
  get ending(): Ending | undefined {
    return this.ended && { ...this.ended, output: this.output, report: Buffer.concat(this.report) };
  }
}
