/** Which process of this window is the terminal of which lab: what a reload would make us forget. */
export interface TerminalRecord {
  /** Lab and service. */
  key: string;
  name: string;
  pid: number;
}

export interface TerminalRecords {
  read(): TerminalRecord[];
  write(records: TerminalRecord[]): PromiseLike<void>;
}

interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'aiLabs.terminals';

/** Records in a window's own state, which VS Code keeps per workspace, as it keeps terminals. */
export function terminalRecords(state: Memento): TerminalRecords {
  return {
    read: () => {
      const value = state.get(key);
      return Array.isArray(value) ? value.filter(isLabRecord) : [];
    },
    write: (records) => state.update(key, records),
  };
}

function isLabRecord(value: unknown): value is TerminalRecord {
  const record = value as Partial<TerminalRecord> | null;
  return typeof record === 'object' && record !== null
    && typeof record.key === 'string' && typeof record.name === 'string' && typeof record.pid === 'number';
}
