import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { Healthcheck } from '../../../curriculum/service';
import { parseDuration } from '../../../curriculum/units';
import type { ContainerConfig } from './containerConfig';

function nanoseconds(duration: string | undefined): number | undefined {
  const ms = duration === undefined ? undefined : parseDuration(duration);
  return ms === undefined ? undefined : Math.round(ms * 1e6);
}

/** A healthcheck of Compose as the engine wants it. @throws UserError `lab-invalid` */
export function healthConfig(service: string, check: Healthcheck): ContainerConfig['Healthcheck'] {
  if (check.disable) {
    return { Test: ['NONE'] };
  }
  // An empty test is the image's own.
  const test = typeof check.test === 'string' ? ['CMD-SHELL', check.test] : (check.test ?? []);
  if (test.length > 0 && !['NONE', 'CMD', 'CMD-SHELL'].includes(test[0] ?? '')) {
    throw new UserError(l10n.t('The service "{0}" has a healthcheck whose test is a list that does not begin with CMD, CMD-SHELL or NONE.', service), {
      code: 'lab-invalid',
      action: { label: l10n.t('Edit Lab'), text: l10n.t('Correct the service in lab.yaml.') },
    });
  }
  return {
    Test: test,
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    Retries: check.retries,
    StartPeriod: nanoseconds(check.start_period),
  };
}
