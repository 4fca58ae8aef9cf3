import * as l10n from '@vscode/l10n';
import type { Criterion } from '../common/verdict';
import { diagnosed } from './tapDiagnostics';
import { TestCollector, type TestReport } from './tests';

const longestName = 300;
/** Subtests further down are taken as if they were this deep. */
const deepest = 12;

interface Point {
  name: string;
  passed: boolean;
  /** `# SKIP why`. */
  skipped?: string;
  /** `# TODO why`: fails as it should, for now. */
  todo?: string;
  yaml: string[];
  comments: string[];
  /** Points of its subtest. */
  below: Point[];
}

/** What follows a point's number: ` - name # TODO why`. */
function pointOf(failed: boolean, number: string, text: string): Point {
  const directive = /(^|[^\\])# ?(todo|skip)\S*[ \t]*(.*)$/i.exec(text);
  const name = (directive ? text.slice(0, directive.index) + (directive[1] ?? '') : text).trim().replace(/^-\s/, '').replaceAll('\\#', '#').replaceAll('\\\\', '\\').trim();
  const why = directive?.[3]?.trim() ?? '';
  const kind = directive?.[2]?.toLowerCase();
  const point: Point = { name: name.slice(0, longestName) || l10n.t('test {0}', number), passed: !failed, yaml: [], comments: [], below: [] };
  return kind === 'skip' ? { ...point, skipped: why } : kind === 'todo' ? { ...point, todo: why } : point;
}

/** One level of a TAP stream: the points so far, those of a subtest that still waits for its own point, and the plan. */
interface Level {
  points: Point[];
  planned?: number;
}

/**
 * Reads a TAP stream, version 12 to 14, with other output between its lines, into test points: the tests of a subtest
 * (indented by four spaces) stand for their parent, unless only the parent failed. Comments and YAML blocks below a
 * failing test tell what it found. What was planned and did not come has failed, and so has a stream without a plan: it
 * ended early. A `Bail out!` is a failure.
 * Format: https://testanything.org/tap-version-14-specification.html
 */
class TapReader {
  private readonly levels: Level[] = [{ points: [] }];
  private last: { point: Point; depth: number } | undefined;
  private yaml: { indent: number } | undefined;
  bail: string | undefined;
  skippedAll: string | undefined;

  read(line: string): void {
    const indent = line.length - line.trimStart().length;
    if (this.yaml) {
      if (line.trim() === '...' && indent <= this.yaml.indent) {
        this.yaml = undefined;
      } else {
        this.last?.point.yaml.push(line.slice(Math.min(indent, this.yaml.indent)));
      }
      return;
    }
    const depth = Math.min(Math.floor(indent / 4), deepest);
    const text = line.slice(depth * 4);
    const point = /^(not )?ok(?=\s|$)[ \t]*(\d*)(.*)$/.exec(text);
    const plan = /^1\.\.(\d{1,9})(?:\s*#\s*(.*))?$/.exec(text.trimEnd());
    const bail = /^bail out!\s*(.*)/i.exec(text.trim());
    if (point) {
      this.take(depth, pointOf(point[1] !== undefined, point[2] || String((this.levels[depth]?.points.length ?? 0) + 1), point[3] ?? ''));
    } else if (bail) {
      this.bail ??= bail[1] ?? '';
    } else if (plan) {
      this.level(depth).planned = Number(plan[1]);
      if (depth === 0 && Number(plan[1]) === 0) {
        this.skippedAll = (plan[2] ?? '').replace(/^skip\S*\s*/i, '');
      }
    } else {
      this.note(line, text, indent);
    }
  }

  /** What is not a point: the begin of a YAML block, a comment, or noise. */
  private note(line: string, text: string, indent: number): void {
    if (!this.last) {
      return;
    }
    if (text.trim() === '---' && indent > this.last.depth * 4) {
      this.yaml = { indent };
      return;
    }
    const comment = /^\s*#\s?(.*)$/.exec(line);
    if (comment && !/^Subtest\b/.test(comment[1] ?? '')) {
      this.last.point.comments.push(comment[1] ?? '');
    }
  }

  private level(depth: number): Level {
    while (this.levels.length <= depth) {
      this.levels.push({ points: [] });
    }
    return this.levels[depth] ?? { points: [] };
  }

  private take(depth: number, point: Point): void {
    const level = this.level(depth);
    // Points one level down that were not taken yet are the subtest of this one.
    const [subtest, ...deeper] = this.levels.splice(depth + 1);
    if (subtest) {
      point.below = [...complete(subtest), ...deeper.flatMap(({ points }) => points)];
    }
    level.points.push(point);
    this.last = { point, depth };
  }

  /** The outermost level, and the points of subtests whose own point never came. */
  end(): { top: Level; open: Point[] } {
    const [top = { points: [] }, ...open] = this.levels;
    return { top, open: open.flatMap(({ points }) => points) };
  }
}

/** A level's points, with one more where its plan was not kept. */
function complete({ points, planned }: Level): Point[] {
  return planned === undefined || planned === points.length ? points : [...points, unplanned(planned, points.length)];
}

function unplanned(planned: number | undefined, came: number): Point {
  const expected = planned === undefined ? l10n.t('a plan, such as 1..3') : l10n.t('{0} tests', planned);
  const found = planned === undefined ? l10n.t('none: the tests ended early') : String(came);
  return { name: l10n.t('all tests run'), passed: false, yaml: [`expected: ${expected}`, `found: ${found}`], comments: [], below: [] };
}

/** The tests of a check with `format: tap`. `cut`: part of the output is not known, so neither is what the plan came to. */
export function testsOfTap(output: string, workspace: string, cut: boolean): TestReport {
  const reader = new TapReader();
  for (const line of output.split(/\r?\n/)) {
    reader.read(line);
  }
  const { top, open } = reader.end();
  const { planned, points: { length } } = top;
  const collector = new TestCollector();
  [...top.points, ...open].forEach((point) => collect(collector, point, '', workspace));
  if (reader.bail !== undefined) {
    collector.add({ criterion: l10n.t('all tests run'), passed: false, found: reader.bail || l10n.t('they bailed out') });
  } else if (length === 0 && reader.skippedAll !== undefined) {
    collector.skipAll(reader.skippedAll);
  } else if (!cut && planned !== length && (length > 0 || planned !== undefined)) {
    collect(collector, unplanned(planned, length), '', workspace);
  }
  return collector.report(cut);
}

function collect(collector: TestCollector, point: Point, path: string, workspace: string): void {
  const name = path ? `${path} > ${point.name}` : point.name;
  if (point.skipped !== undefined) {
    collector.skip(name, point.skipped);
    return;
  }
  const excused = point.todo !== undefined;
  const only = !point.passed && !excused && !point.below.some(fails);
  if (point.below.length === 0 || only || excused) {
    const criterion: Criterion = { criterion: name, passed: point.passed || excused };
    const told = point.passed ? {} : excused ? { found: point.todo ? l10n.t('to do: {0}', point.todo) : l10n.t('to do') } : diagnosed(point.yaml, point.comments, workspace);
    collector.add({ ...criterion, ...told });
  }
  if (!excused) {
    point.below.forEach((each) => collect(collector, each, name, workspace));
  }
}

function fails(point: Point): boolean {
  return point.skipped === undefined && point.todo === undefined && (!point.passed || point.below.some(fails));
}
