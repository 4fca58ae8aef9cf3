import { spawn } from 'node:child_process';
import type { CheckProof } from '../../authoring/proofs';
import type { Cell } from '../../authoring/rehearsal';
import { terminalEnvironment, type TerminalProgram } from '../terminal/terminalEnvironment';

/** What `ai-labs rehearse --json` says. */
export interface Rehearsed {
  cells: Cell[];
  proofs: { lab: string; checks: CheckProof[] }[];
}

/**
 * Rehearses one lab in a process of its own, with a learner of its own. Undefined where it could not begin or was ended;
 * then the last lines it said are the reason.
 *
 * @param folder absolute, of the lab
 * @param onLine hears what it is at
 */
export function rehearseProcess(program: TerminalProgram, folder: string, signal: AbortSignal, onLine: (line: string) => void): Promise<{ rehearsed?: Rehearsed; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program.script, 'rehearse', folder, '--json'], {
      env: { ...process.env, ...terminalEnvironment(program) }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    // It cleans up and ends by itself then.
    const interrupt = (): boolean => child.kill('SIGINT');
    signal.addEventListener('abort', interrupt, { once: true });
    let [out, said, line] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4000);
      const lines = (line + chunk).split('\n');
      line = lines.pop() ?? '';
      lines.forEach(onLine);
    });
    child.on('error', reject).on('close', () => {
      signal.removeEventListener('abort', interrupt);
      resolve({ rehearsed: parsed(out), said: said.trim() });
    });
  });
}

function parsed(text: string): Rehearsed | undefined {
  try {
    return JSON.parse(text) as Rehearsed;
  } catch {
    // It ended before it had anything to report, and said why.
    return undefined;
  }
}
