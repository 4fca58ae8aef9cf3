/** Why checks of a service could not be judged: the middle of a sentence that begins with whose fault it is not. */

/** The driver said that it cannot run anything (frame `X`). */
export function unableCause(service: string, reason: string, detail: string[]): string {
  switch (reason) {
    case 'tools':
      return `the image of the service “${service}” lacks ${detail.join(', ')}, which checks need`;
    case 'space':
      return `there is no room left in /run/ai-labs of the service “${service}”`;
    case 'chown':
      return `root of the service “${service}” may not give files to other users, so no check can run as one`;
    default:
      return `/run/ai-labs of the service “${service}” cannot be used`;
  }
}

/** The driver's process ended before its last word. `stderr` is the end of what it printed there. */
export function earlyEndCause(service: string, exitCode: number | undefined, stderr: string): string {
  if (exitCode === undefined) {
    return `the container of the service “${service}” went away while its checks ran`;
  }
  if (exitCode === 137) {
    return `the container of the service “${service}” went away, or ran out of memory, while its checks ran`;
  }
  if (exitCode === 126 || exitCode === 127) {
    return `the image of the service “${service}” lacks /bin/sh, /usr/bin/env or dd`;
  }
  const said = stderr.trim().split('\n').at(-1);
  return `the checks of the service “${service}” ended early (exit code ${exitCode}${said ? `: ${said}` : ''})`;
}

export function silentCause(service: string): string {
  return `the container of the service “${service}” does not answer`;
}

export function noUserCause(service: string, user: string): string {
  return `the image of the service “${service}” has no user “${user}”`;
}
