import * as l10n from '@vscode/l10n';
import { isUserError, messageOf } from '../../common/errors';
import type { CatalogInfo } from '../../curriculum/catalog';
import type { Lab } from '../../curriculum/lab';
import type { Engine } from '../../engines/engine';
import { classFindings } from './classFindings';
import { engineFindings } from './engineFindings';
import type { Finding } from './finding';
import type { Home } from '../home';
import { homeFindings } from './homeFindings';

export interface Examined {
  home: Home;
  engine: () => Promise<Engine>;
  /** As the catalog has them: `lab` is undefined where one cannot be read. */
  labs: readonly { id: string; lab?: Lab }[];
}

export interface ExaminedClass {
  home: Home;
  engine: () => Promise<Engine>;
  labs: readonly Lab[];
  catalogs: readonly Pick<CatalogInfo, 'id' | 'images'>[];
}

/** The same for the labs that a class is to do, with the images they start from and the room those take. */
export async function examineClass({ home, engine, labs, catalogs }: ExaminedClass, signal?: AbortSignal): Promise<Finding[]> {
  const found = await examine({ home, engine, labs: labs.map((lab) => ({ id: lab.id, lab })) }, signal);
  if (found.some(({ id, severity }) => id === 'engine' && severity === 'error')) {
    return found;
  }
  const own = await orTrouble(async () => classFindings(await engine(), labs, catalogs, signal));
  // Of the room there is the class's own finding says more.
  return [...found.filter(({ id }) => id !== 'engine-disk' || !own.some((each) => each.id === 'class-disk')), ...own];
}

/** Whether labs can run on this machine: each thing in the way with its one next action. */
export async function examine({ home, engine, labs: entries }: Examined, signal?: AbortSignal): Promise<Finding[]> {
  const labs = entries.flatMap(({ lab }) => lab ?? []);
  const broken = entries.filter(({ lab }) => !lab).map(({ id }) => id);
  return [
    ...(await orTrouble(async () => engineFindings(await engine(), labs, signal))),
    ...(await homeFindings(home)),
    broken.length === 0
      ? { id: 'labs', what: l10n.t('Labs'), severity: 'good', message: l10n.t('{0} found', labs.length) }
      : {
          id: 'labs', what: l10n.t('Labs'), severity: 'error', cause: 'labs-broken', message: l10n.t('{0} cannot be read', broken.join(', ')),
          action: { label: l10n.t('Show Problems'), text: l10n.t('See why with `ai-labs validate`.') },
        },
  ];
}

/** An engine may answer the first question and no other. */
async function orTrouble(ask: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await ask();
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    return [{ id: 'engine', what: l10n.t('Container engine'), severity: 'error', cause: error.code, message: messageOf(error), ...(error.action ? { action: error.action } : {}) }];
  }
}
