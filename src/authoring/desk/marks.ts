import path from 'node:path';
import type { Instructions } from '../../curriculum/instructions';
import { MentionPlaces } from '../../curriculum/mentionPlaces';
import type { TextRange } from '../../curriculum/textRange';
import type { YamlDocument } from '../../curriculum/yamlDocument';
import type { YamlPart, YamlPath } from '../../curriculum/yamlNodes';

export type MarkKind = 'check' | 'step' | 'service' | 'input' | 'file';

/** A name in a lab's files: where it is given, or where it is spoken of. */
export interface Mark {
  kind: MarkKind;
  /** The id; of a file its path, relative to the lab's folder. */
  id: string;
  declares: boolean;
  /** Absolute path of the file it stands in. */
  file: string;
  range: TextRange;
}

type Raw = Record<string, unknown>;

/** The names in a lab.yaml, as far as it can be read: it need not be right. */
export function labMarks(document: YamlDocument): Mark[] {
  const collect = new Collector(document);
  const lab = record(document.value);
  for (const name of Object.keys(record(lab.services))) {
    const service = record(record(lab.services)[name]);
    collect.key('service', name, ['services', name], true);
    const depends = service.depends_on;
    list(depends).forEach((each, index) => collect.text('service', each, ['services', name, 'depends_on', index]));
    Object.keys(record(depends)).forEach((each) => collect.key('service', each, ['services', name, 'depends_on', each], false));
  }
  Object.keys(record(lab.inputs)).forEach((name) => collect.key('input', name, ['inputs', name], true));
  collect.text('service', lab.terminal, ['terminal']);
  collect.text('file', lab.intro, ['intro']);
  collect.text('file', lab.finish, ['finish']);
  for (const key of ['prepare', 'setup']) {
    collect.scripts(lab[key], [key]);
  }
  list(lab.files).forEach((each, index) => {
    collect.text('file', record(each).from, ['files', index, 'from']);
    collect.text('service', record(each).service, ['files', index, 'service']);
  });
  list(lab.steps).forEach((each, index) => collect.step(record(each), ['steps', index]));
  collect.solution(record(lab.solution));
  return collect.marks;
}

class Collector {
  readonly marks: Mark[] = [];

  constructor(private readonly document: YamlDocument) {}

  text(kind: MarkKind, id: unknown, at: YamlPath, declares = false): void {
    if (typeof id === 'string') {
      this.add(kind, id, at, 'value', declares);
    }
  }

  key(kind: MarkKind, id: string, at: YamlPath, declares: boolean): void {
    this.add(kind, id, at, 'key', declares);
  }

  scripts(value: unknown, at: YamlPath): void {
    list(value).forEach((each, index) => {
      this.text('file', record(each).run, [...at, index, 'run']);
      this.text('service', record(each).service, [...at, index, 'service']);
    });
  }

  step(step: Raw, at: YamlPath): void {
    this.text('step', step.id, [...at, 'id'], true);
    this.text('file', step.guide, [...at, 'guide']);
    this.text('file', step.solution, [...at, 'solution']);
    this.scripts(step.before, [...at, 'before']);
    list(step.checks).forEach((each, index) => this.check(record(each), [...at, 'checks', index]));
  }

  solution(solution: Raw): void {
    this.text('file', solution.run, ['solution', 'run']);
    list(solution.wrong).forEach((each, index) => {
      const [wrong, at] = [record(each), ['solution', 'wrong', index]];
      this.text('file', wrong.apply, [...at, 'apply']);
      this.text('step', wrong.after, [...at, 'after']);
      Object.keys(record(wrong.fails)).forEach((id) => this.key('check', id, [...at, 'fails', id], false));
    });
  }

  private check(check: Raw, at: YamlPath): void {
    this.text('check', check.id, [...at, 'id'], true);
    this.text('file', check.run, [...at, 'run']);
    this.text('service', check.service, [...at, 'service']);
    list(check.needs).forEach((id, index) => this.text('check', id, [...at, 'needs', index]));
    list(check.faults).forEach((each, index) => {
      for (const [kind, service] of Object.entries(record(each))) {
        this.text('service', service, [...at, 'faults', index, kind]);
      }
    });
  }

  private add(kind: MarkKind, id: string, at: YamlPath, part: YamlPart, declares: boolean): void {
    const range = this.document.range(at, part);
    // What stands in quotes is meant without them.
    const quotes = range.endColumn - range.column === id.length + 2 ? 1 : 0;
    if (range.endColumn - range.column - 2 * quotes === id.length) {
      this.marks.push({ kind, id, declares, file: this.document.file, range: { ...range, column: range.column + quotes, endColumn: range.endColumn - quotes } });
    }
  }
}

/** The names of checks, services and inputs that a page speaks of. @param file absolute path of the page */
export function pageMarks(file: string, text: string, { links, variables, blocks }: Instructions): Mark[] {
  const places = new MentionPlaces(text);
  const marks: Mark[] = [];
  const add = (kind: MarkKind, id: string, mention: { text: string; line: number }): void => {
    const range = places.next(mention);
    // The id stands behind the first `:`, `.` or `=`.
    const column = range.column + mention.text.search(/[:.=]/) + 1;
    if (id !== '' && range.endColumn - range.column === mention.text.length) {
      marks.push({ kind, id, declares: false, file, range: { ...range, column, endColumn: column + id.length } });
    }
  };
  for (const link of links) {
    const [, scheme = '', id = ''] = /^(check|restart|port):([^:/]*)/.exec(link.text) ?? [];
    add(scheme === 'check' ? 'check' : 'service', id, link);
  }
  for (const variable of variables) {
    const [kind = '', id = ''] = variable.text.split('.');
    add(kind === 'input' ? 'input' : 'service', id, variable);
  }
  for (const { service, line } of blocks) {
    add('service', service ?? '', { text: `service=${service ?? ''}`, line });
  }
  return marks;
}

/** The absolute path a mark of a file leads to. */
export function fileOf(labFolder: string, mark: Mark): string {
  return path.join(labFolder, mark.id);
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
