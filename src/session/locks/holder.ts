import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { systemCode } from '../../common/errors';

/** A process of some machine, told apart from a later one with the same number. */
export interface Holder {
  pid: number;
  /** Machine and, on Linux, process namespace: only there does the number mean anything to us. */
  host: string;
  /** Which start of the machine: Linux's boot id, elsewhere the minute it was booted. */
  boot: string;
  /** When the process began, in the kernel's ticks since boot; empty where that cannot be read. */
  start: string;
}

/** Seconds two readings of the time of boot may differ by: the clock is corrected now and then. */
const bootTolerance = 120;

export function thisProcess(): Holder {
  return { pid: process.pid, host: host(), boot: boot(), start: startOf(process.pid) ?? '' };
}

/** `unknown` for a process of another machine: it cannot be asked. */
export function liveness(holder: Holder): 'alive' | 'dead' | 'unknown' {
  if (holder.host !== host()) {
    return 'unknown';
  }
  if (!sameBoot(holder.boot, boot()) || !exists(holder.pid)) {
    return 'dead';
  }
  const start = startOf(holder.pid);
  return holder.start !== '' && start !== undefined && start !== holder.start ? 'dead' : 'alive';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function host(): string {
  return `${hostname()} ${quiet(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`.trim();
}

function boot(): string {
  return quiet(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? String(Math.round(Date.now() / 1000 - uptime()));
}

function sameBoot(one: string, other: string): boolean {
  const [a, b] = [Number(one), Number(other)];
  return one === other || (!Number.isNaN(a) && !Number.isNaN(b) && Math.abs(a - b) <= bootTolerance);
}

/** Field 22 of /proc/PID/stat, counted after the command's closing bracket. Source: proc(5). */
function startOf(pid: number): string | undefined {
  const stat = quiet(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function quiet<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Not Linux, or the process has just gone: the caller has another way.
    return undefined;
  }
}
