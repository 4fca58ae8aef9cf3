import type { ContainerAssets } from './assets';
import type { CheckFile } from './checkFiles';
import { interpreterOf } from './interpreter';
import type { PlannedCheck } from './plan';
import { asBytes, quote, quoteBytes } from './shellText';

/** All that a program for one exec is made of. */
export interface ProgramInput {
  /** 32 random hex digits. Nothing but the driver and the host may know them. */
  marker: string;
  /** 16 random hex digits: names of folders in the container. */
  runId: string;
  /** First uid to try for `checker`, from 20000 to 59999: inside every user namespace, above an image's own users. */
  uid: number;
  workspace: string;
  /** The learner's user in this service. */
  learner: string;
  /** Variables every check gets: LAB_ID and so on. */
  variables: Record<string, string>;
  /** The service's `environment`. */
  environment: Record<string, string>;
  checks: ProgramCheck[];
  /** `checks/`. */
  files: CheckFile[];
}

export interface ProgramCheck extends PlannedCheck {
  /** What runs: a file of `checks/`, or text of its own. */
  script: { file: string } | { text: Uint8Array };
  /** Places in `checks` (from 0) of those it needs in this program; they come before it. */
  needs: number[];
}

export interface Program {
  /** What `exec` runs. */
  command: string[];
  /** First of standard input; commands follow. */
  stdin: Buffer;
}

/** Fixed for checks and for the driver: nothing the learner can write to comes first. */
export const fixedPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Everything the driver runs besides shell builtins. */
const alwaysNeeded = ['setsid', 'dd', 'tail', 'mkdir', 'mkfifo', 'rm'];

/** Bigger files, and those with NUL bytes, travel outside the program's text. */
const longestText = 128 * 1024;

/** Some shells keep these for themselves, so they are set by `env`. */
const shellsOwn = new Set(['PPID', 'UID', 'EUID', 'GROUPS', 'SHELLOPTS', 'BASHOPTS', 'BASH_VERSINFO', 'IFS', 'OPTIND', 'RANDOM', 'SECONDS']);

class Writer {
  private readonly lines: string[] = [];
  private readonly blobs: Uint8Array[] = [];

  line(text: string): void {
    this.lines.push(text);
  }

  /** A file in the container; `path` is a shell word. */
  file(path: string, content: Uint8Array): void {
    if (content.length <= longestText && !content.includes(0)) {
      this.line(`w ${path} ${quoteBytes(content)}`);
    } else {
      this.line(`b ${path} ${content.length}`);
      this.blobs.push(content);
    }
  }

  finish(): Program {
    const text = Buffer.from(`${this.lines.join('\n')}\n`, 'latin1');
    return {
      // `env -i` and absolute paths: neither the service's environment nor its PATH reaches the driver.
      command: [
        '/usr/bin/env', '-i', `PATH=${fixedPath}`, 'LANG=C.UTF-8',
        '/bin/sh', '-c', 'program=$(dd "bs=$1" count=1 iflag=fullblock 2>/dev/null) && eval "$program"', 'ai-labs', String(text.length),
      ],
      stdin: Buffer.concat([text, ...this.blobs]),
    };
  }
}

/** A user of the image, known in the program as `u<key>`, `g<key>` and `h<key>` (uid, gid and home). */
interface ImageUser {
  key: number;
  spec: string;
}

class Users {
  readonly all: ImageUser[] = [];

  add(spec: string): ImageUser {
    const known = this.all.find((user) => user.spec === spec);
    if (known) {
      return known;
    }
    const user = { key: this.all.length, spec };
    this.all.push(user);
    return user;
  }

  /** Looks them up, and finds a uid for `checker` that no user of the image has. */
  write(writer: Writer): void {
    writer.line('who() {');
    for (const { key, spec } of this.all) {
      const [name = ''] = spec.split(':');
      const field = /^\d+$/.test(name) ? '$2' : '$1';
      writer.line(`[ -n "\${u${key}-}" ] || case ${field} in ${quote(asBytes(name))}) u${key}=$2 g${key}=$3 h${key}=$4 ;; esac`);
    }
    writer.line('case $2:$3 in "$U":* | *:"$U") taken=yes ;; esac');
    writer.line('}');
    writer.line('users');
    for (const { key, spec } of this.all) {
      const [name = '', group] = spec.split(':');
      if (/^\d+$/.test(name)) {
        writer.line(`u${key}=\${u${key}:-${name}} g${key}=\${g${key}:-0} h${key}=\${h${key}:-/}`);
        writer.line(`case $U in ${name}) U=$((U + 1)) ;; esac`);
      }
      if (group !== undefined && /^\d+$/.test(group)) {
        writer.line(`g${key}=${group}`);
      }
    }
  }
}

function exportLine(variables: Record<string, string>): string {
  const words = Object.entries(variables).map(([name, value]) => `${name}=${quote(asBytes(value))}`);
  return words.length > 0 ? `export ${words.join(' ')}` : ':';
}

function kindOf(check: PlannedCheck, users: Users): string {
  return check.user === 'checker' || check.user === 'root' ? check.user : `u${users.add(check.user).key}`;
}

/** Text of what the learner's program and the check's environment share with the service. */
function serviceVariables(check: PlannedCheck, environment: Record<string, string>): Record<string, string> {
  const { PATH: _service, ...service } = environment;
  const all = { ...service, ...check.check.environment };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('LAB_') && name !== 'PYTHONPATH'));
}

function dataFolder(check: ProgramCheck, kind: string, n: number): string {
  return kind === 'checker' || kind === 'root' ? '"$R-data"' : `"$R-${n}/data"`;
}

function scriptPath(check: ProgramCheck, kind: string, n: number): string {
  if ('text' in check.script) {
    return `"$R-${n}"/script`;
  }
  const path = check.asLearner ? (check.script.file.split('/').at(-1) ?? '') : check.script.file;
  return `${dataFolder(check, kind, n)}/${quote(asBytes(path))}`;
}

function scriptContent(check: ProgramCheck, files: CheckFile[]): Uint8Array {
  const { script } = check;
  if ('text' in script) {
    return script.text;
  }
  return files.find((file) => file.path === script.file)?.content ?? new Uint8Array();
}

/** The function `x<n>`, which becomes the check. */
function writeCheck(writer: Writer, input: ProgramInput, check: ProgramCheck, kind: string, n: number): void {
  const path = scriptPath(check, kind, n);
  const interpreter = interpreterOf(scriptContent(check, input.files));
  const variables = serviceVariables(check, input.environment);
  const direct = Object.entries(variables).filter(([name]) => shellsOwn.has(name));
  const exported = Object.fromEntries(Object.entries(variables).filter(([name]) => !shellsOwn.has(name)));
  const words = ['"$W"', 'setsid'];
  const key = kind.slice(1);
  let home = '/root';
  let user = 'root';
  if (kind === 'checker') {
    words.push('setpriv', '"--reuid=$U"', '"--regid=$U"', '"$groups"');
    home = `"$R-${n}"`;
    user = 'checker';
  } else if (kind !== 'root') {
    const name = check.user.split(':')[0] ?? '';
    words.push('setpriv', `"--reuid=$${kind}"`, `"--regid=$g${key}"`, /^\d+$/.test(name) ? '--clear-groups' : '--init-groups');
    home = `"$h${key}"`;
    user = quote(asBytes(name));
  }
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
  writer.line(`export LAB_STEP=${quote(check.step.id)} LAB_CHECK=${quote(check.check.id)} LAB_REPORT="$R-${n}/report.$a"`);
  writer.line(`export LAB_DATA=${dataFolder(check, kind, n)} LAB_RUN="\${R##*/}.${n}."`);
  writer.line(exportLine(exported));
  writer.line('go "$@"');
  writer.line('}');
}

function folders(input: ProgramInput, kinds: string[]): string[] {
  const all = ['"$R"', '"$R-data"'];
  const seen = new Set<string>();
  for (const { path } of input.files) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) => seen.add(parts.slice(0, index + 1).join('/')));
  }
  all.push(...[...seen].map((folder) => `"$R-data"/${quote(asBytes(folder))}`));
  input.checks.forEach((check, index) => {
    const n = index + 1;
    all.push(`"$R-${n}"`, `"$R-${n}/tmp"`);
    if (check.asLearner && kinds[index] !== 'root') {
      all.push(`"$R-${n}/data"`);
    }
  });
  return all;
}

function writeFiles(writer: Writer, input: ProgramInput, assets: ContainerAssets, kinds: string[]): void {
  writer.line(`mkdir -m 700 ${folders(input, kinds).join(' ')} || die folder`);
  writer.line('echo "$$ ${checker:+$U}" >"$R/pid"');
  writer.line('if [ ! -d "$L" ]; then');
  writer.line('umask 022; mkdir "$L.$$" || die folder');
  for (const { name, text } of assets.helpers) {
    writer.line(`w "$L.$$"/${name} ${quote(asBytes(text))}`);
  }
  writer.line('mv "$L.$$" "$L" || die folder; umask 077; fi');
  if (input.checks.some((check) => !check.asLearner)) {
    for (const { path, content } of input.files) {
      writer.file(`"$R-data"/${quote(asBytes(path))}`, content);
    }
  }
  input.checks.forEach((check, index) => {
    const kind = kinds[index] ?? '';
    const n = index + 1;
    const path = scriptPath(check, kind, n);
    if (kind.startsWith('u') && !check.asLearner) {
      writer.line(`cp -R "$R-data" "$R-${n}/data" || die space`);
    }
    if ('text' in check.script || check.asLearner) {
      writer.file(path, scriptContent(check, input.files));
    }
    if (!interpreterOf(scriptContent(check, input.files))) {
      writer.line(`chmod 700 ${path}`);
    }
  });
}

/** Gives folders to those who run: everything shared to `checker`, a check's own to its user. */
function writeOwners(writer: Writer, kinds: string[]): void {
  const checkers = kinds.flatMap((kind, index) => (kind === 'checker' ? [`"$R-${index + 1}"`] : []));
  if (checkers.length > 0) {
    writer.line(`own "$U" "$U" "$R-data" ${checkers.join(' ')}`);
  }
  for (const kind of new Set(kinds.filter((each) => each.startsWith('u')))) {
    const own = kinds.flatMap((each, index) => (each === kind ? [`"$R-${index + 1}"`] : []));
    writer.line(`[ -z "\${${kind}-}" ] || own "$${kind}" "$g${kind.slice(1)}" ${own.join(' ')}`);
  }
}

/** A check that runs beside others ends their company when it needs one of them. */
function writeOrder(writer: Writer, checks: ProgramCheck[], kinds: string[]): void {
  let company = new Set<number>();
  const part = (): void => {
    if (company.size > 0) {
      writer.line('together');
      company = new Set();
    }
  };
  checks.forEach((check, index) => {
    if (!check.check.parallel || check.needs.some((needed) => company.has(needed))) {
      part();
    }
    const every = check.retry ? String(check.retry.every / 1000) : '-';
    const needs = check.needs.map((needed) => ` ${needed + 1}`).join('');
    writer.line(`${check.check.parallel ? 'beside' : 'solo'} ${index + 1} ${kinds[index] ?? ''} ${every}${needs}`);
    if (check.check.parallel) {
      company.add(index);
    }
  });
  part();
}

/** The program that runs these checks of one service; checks are numbered from 1 in the order given. */
export function writeProgram(input: ProgramInput, assets: ContainerAssets): Program {
  const users = new Users();
  const learner = input.learner === '' || input.learner === 'root' ? undefined : users.add(input.learner);
  const kinds = input.checks.map((check) => kindOf(check, users));
  const parallel = input.checks.some((check) => check.check.parallel);
  const tools = [
    ...alwaysNeeded,
    ...(kinds.every((kind) => kind === 'root') ? [] : ['chown', 'setpriv']),
    ...(parallel ? ['cat'] : []),
    ...(input.checks.some((check) => check.retry) ? ['sleep'] : []),
  ];
  const writer = new Writer();
  writer.line(`M=${input.marker} R=/run/ai-labs/${input.runId} L=/run/ai-labs/lib-${assets.helpersId} U=${input.uid}`);
  writer.line(`W=${quote(asBytes(input.workspace))} checker=${kinds.includes('checker') ? 'yes' : ''}`);
  writer.line(`tagging=${kinds.every((kind) => kind === 'checker') ? '' : 'yes'}`);
  writer.line(assets.driver);
  writer.line(`tools ${tools.join(' ')}`);
  users.write(writer);
  writer.line('home');
  writer.line('groups=--clear-groups others=');
  for (const { key } of users.all) {
    writer.line(`[ -z "\${u${key}-}" ] || others="$others $u${key}:$g${key}"`);
  }
  writer.line(exportLine({ ...input.variables, LAB_LEARNER: input.learner.split(':')[0] || 'root' }));
  if (learner) {
    const { key } = learner;
    writer.line(`case \${g${key}:-0} in 0) ;; *) groups=--groups=$g${key} ;; esac`);
    writer.line(`export LAB_LEARNER_IDS="\${u${key}:-0}:\${g${key}:-0}" LAB_LEARNER_HOME="\${h${key}:-/}"`);
  } else {
    writer.line('export LAB_LEARNER_IDS=0:0 LAB_LEARNER_HOME=/root');
  }
  writer.line('export LAB_LIB="$L"');
  writeFiles(writer, input, assets, kinds);
  writeOwners(writer, kinds);
  input.checks.forEach((check, index) => writeCheck(writer, input, check, kinds[index] ?? '', index + 1));
  writer.line(`listen ${['0', ...input.checks.map((_, index) => index + 1)].map((n) => `"$R/f.${n}"`).join(' ')}`);
  writeOrder(writer, input.checks, kinds);
  writer.line('end');
  return writer.finish();
}
