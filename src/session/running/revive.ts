import type { Engine, Revived, RunningLab } from '../../engines/engine';
import { remember, type SessionContext } from '../context';
import { enterSteps } from '../start/entering';
import { hostPorts } from '../state/labels';
import { setUp } from '../start/setUp';

/** Sets services up that were started again, and starts anew what steps had left running in them. With the lab's lock held. */
export async function revive(context: SessionContext, identity: string, { lab: running, services }: Revived, signal?: AbortSignal): Promise<void> {
  context.table.change(identity, { running });
  const { lab } = context.table.get(identity);
  if (lab && services.length > 0) {
    const again = new Set(services);
    await setUp(context, await context.engine(), lab, signal, again);
    await enterSteps(context, identity, again, signal);
    await remember(context, context.table.get(identity), { ports: hostPorts(running) });
  }
}

/**
 * Brings services back that a check of a process which is gone has left disturbed. Costs one question where there are
 * none. With the lab's lock held.
 */
export async function undoLeftFaults(context: SessionContext, engine: Engine, lab: RunningLab, signal?: AbortSignal): Promise<void> {
  const revived = await engine.undoFaults(lab);
  if (revived.lab !== lab) {
    context.log.info(`Services of ${lab.lab} are back that a check had taken down and not brought back.`);
    await revive(context, lab.lab, revived, signal);
  }
}
