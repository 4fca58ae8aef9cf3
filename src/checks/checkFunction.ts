import { createHash } from 'node:crypto';
import type { CheckFile } from './checkFiles';
import { interpreterOf } from './interpreter';
import type { PlannedCheck } from './plan';
import type { ProgramCheck, ProgramInput } from './programInput';
import { exportLine, type ProgramWriter } from './programWriter';
import { asBytes, quote } from './shellText';

/** Some shells keep these for themselves, so they are set by `env`. */
const shellsOwn = new Set(['PPID', 'UID', 'EUID', 'GROUPS', 'SHELLOPTS', 'BASHOPTS', 'BASH_VERSINFO', 'IFS', 'OPTIND', 'RANDOM', 'SECONDS']);

/** What lab.yaml gives the check: the service's environment but for PATH, and its own. Ours cannot be overridden. */
function givenVariables(check: PlannedCheck, environment: Record<string, string>): Record<string, string> {
  const service = Object.entries(environment).filter(([name]) => name !== 'PATH');
  const all = { ...Object.fromEntries(service), ...check.check.environment };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('LAB_') && name !== 'PYTHONPATH'));
}

function dataFolder(check: ProgramCheck, kind: string, n: number): string {
  return kind === 'checker' || kind === 'root' ? '"$R-data"' : `"$R-${n}/data"`;
}

export function scriptPath(check: ProgramCheck, kind: string, n: number): string {
  if ('text' in check.script) {
    return `"$R-${n}"/script`;
  }
  const path = check.asLearner ? (check.script.file.split('/').at(-1) ?? '') : check.script.file;
  return `${dataFolder(check, kind, n)}/${quote(asBytes(path))}`;
}

export function scriptContent(check: ProgramCheck, files: CheckFile[]): Uint8Array {
  const { script } = check;
  if ('text' in script) {
    return script.text;
  }
  return files.find((file) => file.path === script.file)?.content ?? new Uint8Array();
}

/** The words that become the check's user, from its folder on, and what that user's HOME and USER are: shell words. */
function identity(check: ProgramCheck, kind: string, n: number): { words: string[]; home: string; user: string } {
  const words = ['"$W"', 'setsid'];
  if (kind === 'root') {
    return { words, home: '/root', user: 'root' };
  }
  if (kind === 'checker') {
    return { words: [...words, 'setpriv', '"--reuid=$U"', '"--regid=$U"', '"$groups"'], home: `"$R-${n}"`, user: 'checker' };
  }
  const key = kind.slice(1);
  const name = check.user.split(':')[0] ?? '';
  const groups = /^\d+$/.test(name) ? '--clear-groups' : '--init-groups';
  return {
    words: [...words, 'setpriv', `"--reuid=$u${key}"`, `"--regid=$g${key}"`, groups],
    home: `"$h${key}"`,
    user: quote(asBytes(name)),
  };
}

/** The function `x<n>`, which becomes the check. */
export function writeCheckFunction(writer: ProgramWriter, input: ProgramInput, check: ProgramCheck, kind: string, n: number): void {
  const path = scriptPath(check, kind, n);
  const interpreter = interpreterOf(scriptContent(check, input.files));
  const variables = givenVariables(check, input.environment);
  const direct = Object.entries(variables).filter(([name]) => shellsOwn.has(name));
  const exported = Object.fromEntries(Object.entries(variables).filter(([name]) => !shellsOwn.has(name)));
  const { words, home, user } = identity(check, kind, n);
  if (direct.length > 0) {
    words.push('env', ...direct.map(([name, value]) => quote(asBytes(`${name}=${value}`))));
  }
  words.push(...(interpreter ?? []).map((word) => quote(asBytes(word))), path);
  const python = [input.environment['PYTHONPATH'], check.check.environment?.['PYTHONPATH']].filter((value) => value !== undefined).at(-1);
  writer.line(`x${n}() {`);
  if (interpreter) {
    const path = check.check.environment?.['PATH'];
    const prefix = path === undefined ? '' : `PATH=${quote(asBytes(path))} `;
    writer.line(`${prefix}command -v ${quote(asBytes(interpreter[0] ?? 'sh'))} >/dev/null 2>&1 || { : >"$R/m.${n}"; exit 127; }`);
  }
  writer.line(`set -- ${words.join(' ')}`);
  writer.line(`export HOME=${home} USER=${user} LOGNAME=${user} TMPDIR="$R-${n}/tmp" PYTHONPATH="$L"${python ? quote(asBytes(`:${python}`)) : ''}`);
  writer.line(`export LANG=C.UTF-8 LAB_STEP=${quote(check.step.id)} LAB_CHECK=${quote(check.check.id)} LAB_REPORT="$R-${n}/report.$a"`);
  writer.line(`export LAB_DATA=${dataFolder(check, kind, n)} LAB_RUN="\${R##*/}.${n}."`);
  if (check.asLearner) {
    // The learner can read this check's environment, and shall not foresee the others' random data.
    writer.line(`export LAB_SEED=${createHash('sha256').update(`${input.variables['LAB_SEED']}:${check.check.id}`).digest('hex')}`);
  }
  writer.line(exportLine(exported));
  writer.line('go "$@"');
  writer.line('}');
}
