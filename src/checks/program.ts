import { isRoot } from '../curriculum/isolation';
import type { ContainerAssets } from './assets';
import { scriptContent, scriptPath, writeCheckFunction } from './checkFunction';
import { ImageUsers } from './imageUsers';
import { interpreterOf } from './interpreter';
import type { PlannedCheck } from './plan';
import type { ProgramCheck, ProgramInput } from './programInput';
import { exportLine, type Program, ProgramWriter } from './programWriter';
import { asBytes, quote } from './shellText';

/** Everything the driver runs besides shell builtins. */
const alwaysNeeded = ['setsid', 'dd', 'tail', 'mkdir', 'mkfifo', 'rm'];

function kindOf(check: PlannedCheck, users: ImageUsers): string {
  return check.user === 'checker' || check.user === 'root' ? check.user : `u${users.add(check.user).key}`;
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

function writeFiles(writer: ProgramWriter, input: ProgramInput, assets: ContainerAssets, kinds: string[]): void {
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
      writer.line(`copy ${n} "$${kind}" ${'file' in check.script ? quote(asBytes(check.script.file)) : ''}`);
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
function writeOwners(writer: ProgramWriter, kinds: string[]): void {
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
function writeOrder(writer: ProgramWriter, checks: ProgramCheck[], kinds: string[]): void {
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
  const users = new ImageUsers();
  const learner = isRoot(input.learner) ? undefined : users.add(input.learner);
  const kinds = input.checks.map((check) => kindOf(check, users));
  const parallel = input.checks.some((check) => check.check.parallel);
  const tools = [
    ...alwaysNeeded,
    ...(kinds.every((kind) => kind === 'root') ? [] : ['chown', 'setpriv']),
    ...(parallel ? ['cat'] : []),
    ...(input.checks.some((check, index) => kinds[index]?.startsWith('u') && !check.asLearner) ? ['cp'] : []),
    ...(input.checks.some((check) => check.retry) ? ['sleep'] : []),
  ];
  const writer = new ProgramWriter();
  writer.line(`M=${input.marker} V=${input.sentinel} R=/run/ai-labs/${input.runId} L=/run/ai-labs/lib-${assets.helpersId} U=${input.uid}`);
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
    if (input.innerEngine) {
      // As the engine adapter sets them for the learner's shell.
      writer.line(`export XDG_RUNTIME_DIR="/run/user/\${u${key}:-0}" BUILDAH_FORMAT=docker`);
    }
  } else {
    writer.line('export LAB_LEARNER_IDS=0:0 LAB_LEARNER_HOME=/root');
  }
  writer.line('export LAB_LIB="$L"');
  writeFiles(writer, input, assets, kinds);
  writeOwners(writer, kinds);
  input.checks.forEach((check, index) => writeCheckFunction(writer, input, check, kinds[index] ?? '', index + 1));
  const fifos = input.checks.flatMap((_, index) => [`"$R/f.${index + 1}"`, `"$R/e.${index + 1}"`]);
  writer.line(`listen "$R/f.0" ${fifos.join(' ')}`);
  writeOrder(writer, input.checks, kinds);
  writer.line('end');
  return writer.finish();
}
