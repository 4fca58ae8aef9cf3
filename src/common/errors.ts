/**
 * Errors a person should read. Everything else that is thrown is a bug of ours and is reported as such.
 *
 * The bundles of this product each carry their own copy of this file, so `instanceof` cannot be trusted across
 * them: errors are recognised by a brand on the global symbol registry.
 */
const brand = Symbol.for('ai-labs.user-error');
const cancelledBrand = Symbol.for('ai-labs.cancelled');

/** The one next action a failure message ends with. `command` is a VS Code command id (`aiLabs.…`) or an `https:` link. */
export interface NextAction {
  /** What the button says, in the imperative: "Start Docker". */
  label: string;
  /** What to do, as a sentence for a terminal: "Start it with `sudo systemctl start docker`." */
  text: string;
  command?: string;
  arguments?: unknown[];
}

export interface UserErrorOptions {
  /** Stable, machine-readable kind in kebab-case, such as `engine-not-running`. Tests and telemetry-free logs use it. */
  code: string;
  action?: NextAction;
  /** More for the log: a build's last lines, an engine's own words. */
  detail?: string;
  cause?: unknown;
}

export class UserError extends Error {
  readonly code: string;
  readonly action?: NextAction;
  readonly detail?: string;

  constructor(message: string, options: UserErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.code = options.code;
    this.action = options.action;
    this.detail = options.detail;
    Object.defineProperty(this, brand, { value: true });
  }
}

export function isUserError(value: unknown): value is UserError {
  return value instanceof Error && (value as { [brand]?: boolean })[brand] === true;
}

/** Thrown where work stopped because its AbortSignal fired. Never shown as a failure. */
export class CancelledError extends Error {
  constructor(message = 'Cancelled') {
    super(message);
    this.name = 'CancelledError';
    Object.defineProperty(this, cancelledBrand, { value: true });
  }
}

export function isCancelled(value: unknown): boolean {
  if (!(value instanceof Error)) {
    return false;
  }
  return (value as { [cancelledBrand]?: boolean })[cancelledBrand] === true || value.name === 'AbortError';
}

/** The text of anything thrown. */
export function messageOf(value: unknown): string {
  return value instanceof Error ? value.message : String(value);
}

/** The `code` of a Node system error (`ENOENT`, `EACCES` …), or undefined. */
export function systemCode(value: unknown): string | undefined {
  const code = (value as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
