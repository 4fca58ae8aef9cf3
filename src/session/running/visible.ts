import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { type Lab, visibleServices } from '../../curriculum/lab';

/** Refuses what a learner asks of a service that is not there or not theirs. Throws a UserError with the code `unknown-service`. */
export function assertVisible(lab: Lab, service: string, purpose: string): void {
  const open = visibleServices(lab.definition);
  if (!open.includes(service)) {
    throw new UserError(l10n.t('The lab {0} has no service "{1}" {2}.', lab.definition.title, service, purpose), {
      code: 'unknown-service',
      action: { label: l10n.t('Choose a Service'), text: l10n.t('Choose one of: {0}.', open.join(', ')) },
    });
  }
}
