import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../../src/curriculum/problem';
import { parseCareerPath } from '../../../src/curriculum/parseCareerPath';

const file = '/somewhere/career-path.yaml';
const minimal = `version: 1
title: Data steward
stages:
  - id: start
    title: Start
    actions:
      - {id: read, title: Read the data}
skills:
  - {id: reading, title: Reading}
`;

function problemsOf(text: string, labs?: string[]): Problem[] {
  return parseCareerPath(text, file, { labs: labs && new Set(labs) }).problems;
}

/** The one problem of a file, as "line:column code «text it underlines»". */
function only(text: string, labs?: string[]): { place: string; problem: Problem } {
  const problems = problemsOf(text, labs);
  assert.equal(problems.length, 1, JSON.stringify(problems, null, 2));
  const [problem] = problems;
  assert.ok(problem);
  assert.equal(problem.file, file);
  assert.equal(problem.endLine, problem.line);
  const underlined = (text.split('\n')[problem.line - 1] ?? '').slice(problem.column - 1, problem.endColumn - 1);
  return { place: `${problem.line}:${problem.column} ${problem.code} «${underlined}»`, problem };
}

/** Applies a problem's fix, as an editor would. */
function mend(text: string, problem: Problem): string {
  const { fix } = problem;
  assert.ok(fix, 'no fix is offered');
  const lines = text.split('\n');
  const line = lines[fix.line - 1] ?? '';
  lines[fix.line - 1] = line.slice(0, fix.column - 1) + fix.newText + line.slice(fix.endColumn - 1);
  return lines.join('\n');
}

describe('parseCareerPath', () => {
  it('reads a path with nothing but the minimum, and fills in the rest', () => {
    const { path, problems } = parseCareerPath(minimal, file);
    assert.deepEqual(problems, []);
    assert.deepEqual(path?.tracks, []);
    assert.deepEqual(path.sources, {});
    assert.equal(path.role, undefined);
    assert.deepEqual(path.stages[0], {
      id: 'start', title: 'Start', summary: '', jobRoles: [], actions: [{ id: 'read', title: 'Read the data', description: '' }],
    });
    assert.deepEqual(path.skills, [{ id: 'reading', title: 'Reading', description: '', kind: 'technical', sources: [] }]);
  });

  for (const key of ['version', 'title', 'stages', 'skills']) {
    it(`says that \`${key}\` is missing`, () => {
      const without = minimal.replace(new RegExp(`^${key}:.*\\n(  .*\\n)*`, 'm'), '');
      const { problem } = only(without);
      assert.equal(problem.code, 'missing-key');
      assert.equal(problem.line, 1);
      assert.ok(problem.message.includes(`\`${key}\``), problem.message);
      assert.equal(parseCareerPath(without, file).path, undefined);
    });
  }

  it('suggests the nearest key for an unknown one, and its fix mends the file', () => {
    const text = minimal.replace('    title: Start', '    title: Start\n    sumary: The beginning.');
    const { place, problem } = only(text);
    assert.equal(place, '6:5 unknown-key «sumary»');
    assert.equal(problem.message, 'A stage has no key `sumary`. Did you mean `summary`?');
    assert.deepEqual(problemsOf(mend(text, problem)), []);
  });

  it('does not call a misspelt key missing as well', () => {
    assert.equal(only(minimal.replace('skills:', 'skils:')).place, '8:1 unknown-key «skils»');
  });

  it('places an unknown key of an inner item', () => {
    assert.equal(only(minimal.replace('title: Reading}', 'title: Reading, kindd: soft}')).place, '9:35 unknown-key «kindd»');
  });

  it('refuses what is not in a choice, at the value', () => {
    const text = minimal.replace('title: Reading}', 'title: Reading, kind: sofd}');
    const { place, problem } = only(text);
    assert.equal(place, '9:41 wrong-value «sofd»');
    assert.deepEqual(problemsOf(mend(text, problem)), []);
  });

  it('points from the second to the first of two equal ids', () => {
    const { place, problem } = only(`${minimal}  - {id: writing, title: Writing}\n  - {id: reading, title: Reading again}\n`);
    assert.equal(place, '11:10 duplicate-id «reading»');
    assert.deepEqual(problem.related, [{ file, line: 9, column: 10, message: 'The id was first given here.' }]);
  });

  it('finds equal ids of key actions in different stages', () => {
    const text = minimal.replace('skills:', '  - id: later\n    title: Later\n    actions: [{id: read, title: Read more}]\nskills:');
    assert.equal(only(text).place, '10:20 duplicate-id «read»');
  });

  for (const [list, item] of [
    ['duties', '{id: a, title: A}'],
    ['tracks', '{id: a, title: A, level: mid, focus: f}'],
    ['certifications', '{id: a, title: A, provider: P, purpose: p, status: active}'],
    ['courses', '{id: a, title: A, provider: P, kind: course, description: d}'],
    ['questions', '{id: a, question: Q?, answer: A.}'],
    ['facts', '{id: a, title: A, items: [{id: ITEM, label: l, value: v}]}'],
    ['trends', '{id: a, title: A}'],
    ['growthPaths', '{id: a, title: A}'],
    ['responsibilities', '{id: a, title: A, description: d}'],
    ['howTo', '{id: a, title: A, steps: [{title: s}]}'],
    ['notTrained', '{id: a, title: A, reason: r}'],
  ] as const) {
    it(`finds equal ids in \`${list}\``, () => {
      const text = `${minimal}${list}:\n  - ${item.replace('ITEM', 'x')}\n  - ${item.replace('ITEM', 'y')}\n`;
      assert.equal(only(text).place, '12:10 duplicate-id «a»');
    });
  }

  it('finds equal ids of facts in different groups', () => {
    const group = (id: string): string => `  - {id: ${id}, title: T, items: [{id: same, label: l, value: v}]}\n`;
    assert.equal(only(`${minimal}facts:\n${group('a')}${group('b')}`).place, '12:36 duplicate-id «same»');
  });

  it('refuses a key that is said twice', () => {
    assert.equal(only(`${minimal}title: Another\n`).place, '10:1 duplicate-key «title»');
  });

  for (const [key, wanted, column] of [
    ['skills', 'readin', 56],
    ['stages', 'strt', 56],
    ['actions', 'reed', 57],
    ['tracks', 'trak', 56],
    ['certifications', 'cret', 64],
  ] as const) {
    it(`finds a question's unknown reference under \`${key}\` and suggests the nearest`, () => {
      const text = `${minimal}tracks: [{id: track, title: T, level: mid, focus: f}]
certifications: [{id: cert, title: C, provider: P, purpose: p, status: active}]
questions:
  - {id: q, question: Why?, answer: Because., ${key}: [${wanted}]}
`;
      const { place, problem } = only(text);
      assert.equal(place, `13:${column} unknown-reference «${wanted}»`);
      assert.match(problem.message, /Did you mean "/);
      assert.deepEqual(problemsOf(mend(text, problem)), []);
    });
  }

  it('finds an unknown source wherever it is named', () => {
    const sources = 'sources:\n  "000": {title: A guide, kind: guide, asOf: "2025"}\n';
    const unknown = `${minimal}${sources}duties:\n  - {id: d, title: D, source: "001"}\n`;
    const { place, problem } = only(unknown);
    assert.equal(place, '13:31 unknown-reference «"001"»');
    assert.deepEqual(problemsOf(mend(unknown, problem)), [], 'the suggested id of digits is quoted');
    const inList = minimal.replace('title: Reading}', 'title: Reading, sources: [missing]}');
    assert.equal(only(inList).place, '9:45 unknown-reference «missing»');
    const inProfile = `${minimal}${sources}tracks:\n  - {id: t, title: T, level: mid, focus: f, profile: {source: hours, skills: {reading: 3}}}\n`;
    assert.equal(only(inProfile).place, '13:63 unknown-reference «hours»');
  });

  it('asks for quotes around ids of digits and around years', () => {
    const text = `${minimal}sources:\n  "000": {title: A guide, kind: guide, asOf: 2025}\nduties:\n  - {id: d, title: D, source: 000, asOf: 2025}\n`;
    const problems = problemsOf(text);
    assert.deepEqual(
      problems.map(({ line, column, code }) => `${line}:${column} ${code}`),
      ['11:46 wrong-type', '13:31 wrong-type', '13:42 wrong-type'],
    );
    const mended = [...problems].reverse().reduce(mend, text);
    assert.deepEqual(problemsOf(mended), []);
  });

  it('refuses a date that is none', () => {
    const { place, problem } = only(`${minimal}duties:\n  - {id: d, title: D, asOf: "2025-13"}\n`);
    assert.equal(place, '11:29 wrong-value «"2025-13"»');
    assert.match(problem.message, /must be a date/);
  });

  it('points at the skill in the profile of a track that is not a skill of the path', () => {
    const text = `${minimal}tracks:\n  - id: t\n    title: T\n    level: mid\n    focus: f\n    profile:\n      skills:\n        reading: 3\n        readign: 1\n`;
    assert.equal(only(text).place, '18:9 unknown-reference «readign»');
  });

  it('allows weights from 1 to 3 only', () => {
    const text = `${minimal}tracks:\n  - {id: t, title: T, level: mid, focus: f, profile: {skills: {reading: 4}}}\n`;
    assert.equal(only(text).place, '11:73 wrong-value «4»');
  });

  it('refuses a level that tracks do not have', () => {
    assert.equal(only(`${minimal}tracks:\n  - {id: t, title: T, level: top, focus: f}\n`).place, '11:30 wrong-value «top»');
  });

  const certification = (id: string, rest: string): string => `  - {id: ${id}, title: C, provider: P, purpose: p, ${rest}}\n`;

  it('refuses a successor that is not there', () => {
    const text = `${minimal}certifications:\n${certification('old', 'status: retired, successor: nwe')}${certification('new', 'status: active')}`;
    const { place, problem } = only(text);
    assert.equal(place, '11:78 unknown-reference «nwe»');
    assert.deepEqual(problemsOf(mend(text, problem)), []);
  });

  it('asks what took the place of a replaced certification', () => {
    const { place, problem } = only(`${minimal}certifications:\n${certification('old', 'status: replaced')}`);
    assert.equal(place, '11:58 missing-successor «replaced»');
    assert.match(problem.message, /Add `successor`/);
  });

  it('refuses successors that lead in a circle', () => {
    const text = `${minimal}certifications:\n${certification('one', 'status: replaced, successor: two')}${certification('two', 'status: replaced, successor: one')}`;
    assert.deepEqual(problemsOf(text).map(({ line, code }) => `${line} ${code}`), ['11 circular-successor', '12 circular-successor']);
  });

  it('refuses ranges that end before they begin', () => {
    assert.equal(only(minimal.replace('    title: Start', '    title: Start\n    months: {from: 6, to: 3}')).place, '6:27 bad-range «3»');
    const facts = 'facts:\n  - {id: g, title: G, items: [{id: f, label: l, value: v, low: 9, high: 1}]}\n';
    assert.equal(only(minimal + facts).place, '11:73 bad-range «1»');
  });

  it('looks at references to labs only when it is told which labs there are', () => {
    const text = `${minimal}trends:\n  - {id: t, title: T, labs: [first-steps, first-stesp]}\n`;
    assert.deepEqual(problemsOf(text), []);
    const { place, problem } = only(text, ['first-steps']);
    assert.equal(place, '11:43 unknown-reference «first-stesp»');
    assert.equal(problem.severity, 'warning');
    const { path } = parseCareerPath(text, file, { labs: new Set(['first-steps']) });
    assert.ok(path, 'a path may be ahead of its labs');
    assert.equal(only(`${minimal}howTo:\n  - {id: h, title: H, steps: [{title: S, labs: [nowhere]}]}\n`, ['a']).place, '11:49 unknown-reference «nowhere»');
    assert.equal(only(`${minimal}questions:\n  - {id: q, question: Q?, answer: A., labs: [nowhere]}\n`, ['a']).place, '11:46 unknown-reference «nowhere»');
  });

  it('reports broken YAML and empty files instead of throwing', () => {
    assert.equal(only('version: 1\ntitle: "open\n').problem.code, 'yaml-syntax');
    assert.equal(only('').place, '1:1 empty-file «»');
    const { place, problem } = only('- a list\n');
    assert.equal(place, '1:1 wrong-type «- a list»');
    assert.match(problem.message, /This file must be a mapping/);
  });

  it('finds in the shipped path only labs that are planned', () => {
    const planned = [
      'first-steps', 'python-data-pipeline', 'go-feature-service', 'pytorch-image-classifier', 'text-classification', 'sagemaker-contract',
      'batch-transform', 'docker-first-image', 'docker-lean-image', 'compose-model-stack', 'cicd-model-pipeline', 'cicd-evaluation-gate',
      'cicd-progressive-delivery', 'monitor-model-service', 'scale-inference', 'detect-data-drift', 'notebook-to-service',
      'incident-postmortem', 'architecture-decision-records', 'feature-store', 'vector-search-design', 'review-a-model-change',
      'team-quality-baseline', 'evaluate-serving-runtimes', 'workflow-orchestration', 'policy-as-code', 'model-governance',
      'platform-roadmap', 'rag-service', 'model-gateway', 'executive-decision-brief', 'architecture-review-board',
    ];
    const shipped = join(__dirname, '../../../labs/career-path.yaml');
    assert.deepEqual(parseCareerPath(readFileSync(shipped, 'utf8'), shipped, { labs: new Set(planned) }).problems, []);
  });
});
