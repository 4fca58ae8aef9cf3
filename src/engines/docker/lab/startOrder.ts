import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { ServiceSpec } from '../../engine';
import { dependencyConditions } from './serviceFacts';

/**
 * Services in an order in which each comes after those it waits for. Pure.
 * @throws UserError `lab-invalid` for unknown services and circles.
 */
export function startOrder(services: ServiceSpec[]): ServiceSpec[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const order: ServiceSpec[] = [];
  const visit = (spec: ServiceSpec, path: string[]): void => {
    if (order.includes(spec)) {
      return;
    }
    if (path.includes(spec.name)) {
      throw invalid(l10n.t('The services {0} wait for each other in a circle.', [...path, spec.name].join(' → ')));
    }
    for (const name of dependencyConditions(spec).keys()) {
      const dependency = byName.get(name);
      if (!dependency) {
        throw invalid(l10n.t('The service "{0}" waits for "{1}", which the lab does not have.', spec.name, name));
      }
      visit(dependency, [...path, spec.name]);
    }
    order.push(spec);
  };
  services.forEach((spec) => visit(spec, []));
  return order;
}

function invalid(message: string): UserError {
  return new UserError(message, {
    code: 'lab-invalid',
    action: { label: l10n.t('Edit Lab'), text: l10n.t('Correct `depends_on` in lab.yaml.') },
  });
}
