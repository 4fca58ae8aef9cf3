import * as os from 'node:os';

/** Which process is the terminal of which lab: what a reload of the window would make us forget. */
export interface TerminalRecord {
  /** Lab and service. */
  key: string;
  pid: number;
  /** When the machine was started, in minutes since 1970: process ids begin again with it. */
  boot: number;
}

interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const stateKey = 'aiLabs.terminals';

/** Records in a window's own state, which VS Code keeps per workspace, as it keeps terminals. */
export class TerminalRecords {
  constructor(
    private readonly state: Memento,
    private readonly boot = Math.round((Date.now() / 1000 - os.uptime()) / 60),
  ) {}

  find(fits: (record: TerminalRecord) => boolean): TerminalRecord | undefined {
    return this.read().find(fits);
  }

  async add(key: string, pid: number): Promise<void> {
    const others = this.read().filter((record) => record.key !== key && record.pid !== pid);
    await this.state.update(stateKey, [...others, { key, pid, boot: this.boot } satisfies TerminalRecord]);
  }

  async remove(key: string): Promise<void> {
    await this.state.update(stateKey, this.read().filter((record) => record.key !== key));
  }

  /** Those of this run of the machine; clocks are corrected by a minute now and then. */
  private read(): TerminalRecord[] {
    const value = this.state.get(stateKey);
    return Array.isArray(value) ? value.filter(isRecord).filter(({ boot }) => Math.abs(boot - this.boot) <= 1) : [];
  }
}

function isRecord(value: unknown): value is TerminalRecord {
  const record = value as Partial<TerminalRecord> | null;
  return typeof record === 'object' && record !== null
    && typeof record.key === 'string' && typeof record.pid === 'number' && typeof record.boot === 'number';
}

/** Whether a process is there; one that belongs to somebody else is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
