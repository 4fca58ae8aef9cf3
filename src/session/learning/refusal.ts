import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Lock } from './requires';

/** What whoever asks for a lab is told where only completed labs open others, in the editor and in a shell. */
export function refusal({ definition, identity }: Lab, { missing }: Lock): UserError {
  const titles = missing.map(({ title }) => `“${title}”`).join(', ');
  return new UserError(l10n.t('“{0}” opens when you have completed {1}.', definition.title, titles), {
    code: 'lab-locked',
    action: {
      label: l10n.t('Show What Comes First'),
      text: l10n.t('Begin with `ai-labs run {0}`.', missing[0]?.lab ?? ''),
      command: 'aiLabs.showPrerequisite', arguments: [{ lab: identity }],
    },
  });
}
