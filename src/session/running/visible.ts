import { UserError } from '../../common/errors';
import { type Lab, visibleServices } from '../../curriculum/lab';

/** Refuses what a learner asks of a service that is not there or not theirs. Throws a UserError with the code `unknown-service`. */
export function assertVisible(lab: Lab, service: string, purpose: string): void {
  const open = visibleServices(lab.definition);
  if (!open.includes(service)) {
    throw new UserError(`The lab ${lab.definition.title} has no service "${service}" ${purpose}.`, {
      code: 'unknown-service',
      action: { label: 'Choose a Service', text: `Choose one of: ${open.join(', ')}.` },
    });
  }
}
