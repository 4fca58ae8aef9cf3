import * as l10n from '@vscode/l10n';
import type { EngineProgress } from '../../engines/engine';
import { running } from './check';
import type { SessionContext } from '../context';
import { revive } from './revive';
import { reporter } from '../start/setUp';
import { assertVisible } from './visible';

export interface RestartOptions {
  onProgress?: (progress: EngineProgress) => void;
  signal?: AbortSignal;
}

/** Restarts one service of a lab that runs, and sets it up again. With the lab's lock held. */
export async function restartOne(context: SessionContext, identity: string, service: string, options: RestartOptions, signal: AbortSignal): Promise<void> {
  const { lab, running: up } = running(context, identity);
  assertVisible(lab, service, l10n.t('to restart'));
  const report = reporter(context, identity, options);
  const engine = await context.engine();
  context.table.dispatch(identity, { kind: 'start', message: l10n.t('Restarting {0}', service) });
  const revived = await engine.restartService(up, service, report, signal);
  report({ phase: 'setup', message: l10n.t('Setting {0} up', service) });
  await revive(context, identity, revived, signal);
  context.table.dispatch(identity, { kind: 'started' });
}
