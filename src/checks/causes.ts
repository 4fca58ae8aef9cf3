import * as l10n from '@vscode/l10n';

/** Why checks of a service could not be judged: the end of a sentence that begins with whose fault it is not. */

/** The driver said that it cannot run anything (frame `X`). */
export function unableCause(service: string, reason: string, detail: string[]): string {
  switch (reason) {
    case 'tools':
      return l10n.t('the image of the service “{0}” lacks {1}, which checks need', service, detail.join(', '));
    case 'space':
      return l10n.t('there is no room left in /run/ai-labs of the service “{0}”', service);
    case 'chown':
      return l10n.t('root of the service “{0}” may not give files to other users, so no check can run as one', service);
    default:
      return l10n.t('/run/ai-labs of the service “{0}” cannot be used', service);
  }
}

/** The driver's process ended before its last word. `stderr` is the end of what it printed there. */
export function earlyEndCause(service: string, exitCode: number | undefined, stderr: string): string {
  if (exitCode === undefined) {
    return l10n.t('the container of the service “{0}” went away while its checks ran', service);
  }
  if (exitCode === 137) {
    return l10n.t('the container of the service “{0}” went away, or ran out of memory, while its checks ran', service);
  }
  if (exitCode === 126 || exitCode === 127) {
    return l10n.t('the image of the service “{0}” lacks /bin/sh, /usr/bin/env or dd', service);
  }
  const said = stderr.trim().split('\n').at(-1);
  return said
    ? l10n.t('the checks of the service “{0}” ended early (exit code {1}: {2})', service, exitCode, said)
    : l10n.t('the checks of the service “{0}” ended early (exit code {1})', service, exitCode);
}

export function silentCause(service: string): string {
  return l10n.t('the container of the service “{0}” does not answer', service);
}

export function noUserCause(service: string, user: string): string {
  return l10n.t('the image of the service “{0}” has no user “{1}”', service, user);
}
