import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { CancelledError, isUserError, messageOf, systemCode, type UserError } from '../../../common/errors';
import type { EngineProblem } from '../../engine';
import { type Client, compareApi, negotiate, oldestApi, openClient } from './client';
import type { Endpoint } from './address';
import { type ConnectionOptions, findEndpoints } from './connection';
import { engineWords, statusOf } from '../api/errors';
import { ownCertificateTrouble } from './certificates';
import { describePodman } from './podman';
import { problemError } from './problems';
import { remoteError } from './remoteProblems';
import { callApi } from '../api/request';
import { infoSchema, versionSchema } from '../api/wire';

/** What one that is only busy may take: Podman asks programs of its own for their versions first. */
const busyMs = 15_000;
/** How long a healthy engine may take to say its version. A busy one gets a second, longer try. */
const triesMs = [1500, 2500];
/** The same over ssh, which has to log in first. */
const sshTriesMs = [12_000];

export type ProbeResult = { client: Client } | { reason: EngineProblem; error: UserError };

interface Failure {
  endpoint: Endpoint;
  /** `absent`: nothing at that path. `refused`: a socket with no server behind it. */
  kind: 'absent' | 'refused' | Exclude<EngineProblem, 'not-installed' | 'not-running'>;
  detail: string;
  /** What to tell, where it is known better than by the kind. */
  error?: UserError;
}

/** Says what a failed connection means, by code; message texts differ between systems and languages. */
function classify(endpoint: Endpoint, error: unknown, timedOut: boolean): Failure {
  const local = endpoint.socketPath !== undefined;
  const detail = messageOf(error);
  const remote = remoteError(endpoint, error);
  if (remote) {
    return { endpoint, kind: 'unreachable', detail, error: remote };
  }
  if (timedOut) {
    return { endpoint, kind: local ? 'hung' : 'unreachable', detail: l10n.t('no answer from {0}', endpoint.address) };
  }
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { endpoint, kind: local && endpoint.context !== undefined ? 'wrong-context' : 'absent', detail };
    case 'ECONNREFUSED':
      return { endpoint, kind: local ? 'refused' : 'unreachable', detail };
    case 'EACCES':
    case 'EPERM':
      return { endpoint, kind: 'no-permission', detail };
    case 'ECONNRESET':
    case 'EPIPE':
      // Who takes a connection and hangs up has not liked the certificate; many say no more than that.
      return endpoint.tls ? { endpoint, kind: 'tls', detail: ownCertificateTrouble(endpoint.tls) ?? detail } : { endpoint, kind: 'unreachable', detail };
    default:
      return isTlsTrouble(error) ? { endpoint, kind: 'tls', detail: tlsDetail(endpoint, error) } : { endpoint, kind: 'unreachable', detail };
  }
}

/** An alert is the other side's word on what we showed; everything else is ours on what it showed. */
function tlsDetail({ tls }: Endpoint, error: unknown): string {
  // Of TLS 1.2 the code says less; OpenSSL's words are the same in every language.
  const refused = tls && /_ALERT_|\balert number\b/.test(`${systemCode(error)} ${messageOf(error)}`);
  return (refused && ownCertificateTrouble(tls)) || messageOf(error);
}

/**
 * Whether certificates are what is wrong: Node's codes for a chain that does not hold, OpenSSL's for a handshake that
 * fails, and the answer of a Go server that expects TLS and gets none.
 */
function isTlsTrouble(error: unknown): boolean {
  const code = systemCode(error) ?? '';
  return /CERT|^ERR_(SSL|TLS|OSSL)|^EPROTO$|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(code)
    || (statusOf(error) === 400 && messageOf(error).includes('HTTP request to an HTTPS server'));
}

async function askOnce(endpoint: Endpoint, ms: number, signal?: AbortSignal): Promise<Client | Failure> {
  const timeout = AbortSignal.timeout(ms);
  const abortSignal = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const docker = await openClient(endpoint);
    const parsed = versionSchema.safeParse(
      await callApi(docker, { method: 'GET', path: '/version', signal: abortSignal }),
    );
    if (!parsed.success) {
      return {
        endpoint,
        kind: 'unreachable',
        detail: l10n.t('{0} does not answer like a container engine', endpoint.address),
      };
    }
    const about = parsed.data;
    if (compareApi(about.ApiVersion, oldestApi) < 0) {
      return { endpoint, kind: 'too-old', detail: l10n.t('version {0} with API {1}', about.Version, about.ApiVersion) };
    }
    const apiVersion = negotiate(about.ApiVersion);
    const negotiated = await openClient(endpoint, apiVersion);
    const podman = about.Components.some((component) => component.Name.startsWith('Podman'));
    return {
      docker: negotiated,
      endpoint,
      name: podman ? 'Podman' : 'Docker',
      version: about.Version,
      apiVersion,
      os: about.Os,
      arch: about.Arch,
      podman: podman ? await describePodman(negotiated, signal) : undefined,
    };
  } catch (error) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (statusOf(error) !== undefined) {
      return { endpoint, kind: isTlsTrouble(error) ? 'tls' : 'unreachable', detail: engineWords(error).trim() };
    }
    return classify(endpoint, error, timeout.aborted);
  }
}

/** Whether an engine that takes its time to describe itself answers at all. */
async function pings(endpoint: Endpoint, signal?: AbortSignal): Promise<boolean> {
  const timeout = AbortSignal.timeout(triesMs[0] ?? 0);
  try {
    const docker = await openClient(endpoint);
    await callApi(docker, { method: 'GET', path: '/_ping', signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    return true;
  } catch {
    return false;
  }
}

async function ask(endpoint: Endpoint, signal?: AbortSignal): Promise<Client | Failure> {
  let answer: Client | Failure | undefined;
  for (const ms of endpoint.ssh ? sshTriesMs : triesMs) {
    answer = await askOnce(endpoint, ms, signal);
    if ('docker' in answer || answer.kind !== 'hung') {
      return answer;
    }
  }
  return (await pings(endpoint, signal)) ? askOnce(endpoint, busyMs, signal) : (answer as Failure);
}

function isOnPath(commands: string[], environment: NodeJS.ProcessEnv): boolean {
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return folders.some((folder) =>
    commands.some((command) => endings.some((ending) => isExecutable(path.join(folder, command + ending)))),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The failure to tell of when several places were tried: the one closest to an engine that works. */
const telling: Failure['kind'][] = [
  'hung', 'no-permission', 'too-old', 'tls', 'unreachable', 'refused', 'wrong-context', 'absent',
];

function tell(failures: Failure[], environment: NodeJS.ProcessEnv): ProbeResult {
  const worst = [...failures].sort((a, b) => telling.indexOf(a.kind) - telling.indexOf(b.kind))[0];
  if (!worst) {
    return problemError('not-installed', undefined, '');
  }
  const { endpoint, kind, detail, error } = worst;
  if (error && kind === 'unreachable') {
    return { reason: kind, error };
  }
  if (kind === 'refused') {
    return problemError('not-running', endpoint, detail);
  }
  if (kind === 'absent') {
    const installed =
      endpoint.explicit || isOnPath(['docker', 'dockerd', 'podman', 'colima', 'orb', 'rdctl'], environment);
    return problemError(installed ? 'not-running' : 'not-installed', endpoint, detail);
  }
  return problemError(kind, endpoint, detail);
}

/**
 * Looks for an engine that answers. All places are asked at once; the first in their order that answers is taken.
 * Never throws but CancelledError; takes about five seconds at most, twelve over ssh, longer where it answers but is busy.
 */
export async function probe(options: ConnectionOptions, signal?: AbortSignal): Promise<ProbeResult> {
  const environment = options.environment ?? process.env;
  let endpoints: Endpoint[];
  try {
    endpoints = findEndpoints(options);
  } catch (error) {
    if (isUserError(error)) {
      return { reason: error.code === 'engine-wrong-context' ? 'wrong-context' : 'unreachable', error };
    }
    throw error;
  }
  const answers = endpoints.map((endpoint) => ask(endpoint, signal));
  // Every answer is watched, so that a later rejection is never an unhandled one.
  for (const answer of answers) {
    answer.catch(() => undefined);
  }
  const failures: Failure[] = [];
  for (const pending of answers) {
    const answer = await pending;
    if ('docker' in answer) {
      return { client: answer };
    }
    failures.push(answer);
  }
  return tell(failures, environment);
}

/** Whether the engine itself runs as an ordinary user, and can limit containers; the usual where it does not say so in time. */
export async function describeEngine(client: Client, signal?: AbortSignal): Promise<{ rootless: boolean; limits: boolean }> {
  if (client.podman) {
    return client.podman;
  }
  const timeout = AbortSignal.timeout(1500);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const info = infoSchema.parse(
      await callApi(client.docker, { method: 'GET', path: '/info', signal: either }),
    );
    return { rootless: info.SecurityOptions.some((option) => option.includes('rootless')), limits: info.MemoryLimit && info.PidsLimit };
  } catch {
    return { rootless: false, limits: true };
  }
}
