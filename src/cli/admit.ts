import { UserError } from '../common/errors';
import type { Core } from '../core';
import type { Lab } from '../curriculum/lab';
import type { Asker } from '../session/api';

/**
 * Asks whether a lab is to be started though it builds on labs that are not done. Throws a UserError where the answer is no,
 * where nobody is there to answer, and where an instructor's setting keeps the lab shut.
 */
export async function admit(core: Core, lab: Lab, asker: Asker, anyway: boolean): Promise<void> {
  const lock = await core.admit(lab);
  const [first] = lock?.missing ?? [];
  if (!lock || !first || anyway) {
    return;
  }
  const goOn = await asker.consent({
    id: 'locked',
    title: `“${lab.definition.title}” builds on ${lock.missing.map(({ title }) => `“${title}”`).join(', ')}, which you have not done yet.`,
    detail: `Do that first (\`ai-labs run ${first.lab}\`)${first.preparable ? `, have it prepared (\`ai-labs prepare ${first.lab}\`)` : ''}, or start anyway.`,
    accept: 'Start anyway',
  });
  if (!goOn) {
    throw new UserError('Nothing was started.', { code: 'declined' });
  }
}
