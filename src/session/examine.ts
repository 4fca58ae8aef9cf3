import { isUserError, messageOf } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import type { Engine } from '../engines/engine';
import { engineFindings } from './engineFindings';
import type { Finding } from './finding';
import { Home } from './home';
import { homeFindings } from './homeFindings';

export interface Examined {
  /** Absolute. */
  home: string;
  engine: () => Promise<Engine>;
  labs: readonly Lab[];
  /** Ids of labs that cannot be read. */
  broken: readonly string[];
}

/** Whether labs can run on this machine: each thing in the way with its one next action. */
export async function examine({ home, engine, labs, broken }: Examined, signal?: AbortSignal): Promise<Finding[]> {
  return [
    ...(await ofEngine(engine, labs, signal)),
    ...(await homeFindings(new Home(home))),
    broken.length === 0
      ? { id: 'labs', what: 'Labs', severity: 'good', message: `${labs.length} found` }
      : {
          id: 'labs', what: 'Labs', severity: 'error', cause: 'labs-broken', message: `${broken.join(', ')} cannot be read`,
          action: { label: 'Show Problems', text: 'See why with `ai-labs validate`.' },
        },
  ];
}

/** An engine may answer the first question and no other. */
async function ofEngine(engine: () => Promise<Engine>, labs: readonly Lab[], signal?: AbortSignal): Promise<Finding[]> {
  try {
    return await engineFindings(await engine(), labs, signal);
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    return [{ id: 'engine', what: 'Container engine', severity: 'error', cause: error.code, message: messageOf(error), ...(error.action ? { action: error.action } : {}) }];
  }
}
