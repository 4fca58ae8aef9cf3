import * as l10n from '@vscode/l10n';
import { terminalService, workspaceMode } from '../../curriculum/lab';
import type { Shell } from '../../engines/engine';
import { running } from './check';
import type { SessionContext } from '../context';
import { assertVisible } from './visible';

/** The shell a person would choose, if the image has it. Not a login shell: those replace the image's own PATH. */
const choose = 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi';

export interface ShellOptions {
  service?: string;
  columns: number;
  rows: number;
  signal?: AbortSignal;
}

/** Opens a terminal as the learner. Throws UserErrors with the codes `lab-not-running` and `unknown-service`. */
export async function openShell(context: SessionContext, identity: string, options: ShellOptions): Promise<Shell> {
  const { lab, record, running: up } = running(context, identity);
  const service = options.service ?? terminalService(lab.definition);
  assertVisible(lab, service, l10n.t('to open a terminal in'));
  const engine = await context.engine();
  const request = {
    command: ['sh', '-c', choose],
    user: record.users[service],
    workingDir: workspaceMode(lab.definition, service) === 'none' ? undefined : lab.definition.workspace,
    environment: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' },
    columns: options.columns,
    rows: options.rows,
  };
  return engine.openShell(up, service, request, options.signal);
}
