import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CareerPath, careerPathSchema } from '../../../../src/curriculum/careerPath';
import { parseCareerPath } from '../../../../src/curriculum/parseCareerPath';
import type { LabProgress } from '../../../../src/progress/summary';
import { careerState } from '../../../../src/ui/career/careerModel';
import type { PathFacts } from '../../../../src/ui/tree/pathModel';
import type { CareerState, SkillAsked } from '../../../../src/webview/career/protocol/state';
import { lab } from '../labs';

const at = '2026-01-02T03:04:05.000Z';
const done = { startedAt: at, completedAt: at, steps: {}, checks: {}, hints: {}, answers: {}, solutions: {} } satisfies LabProgress;
const begun = { ...done, completedAt: undefined } satisfies LabProgress;

function path(more: Record<string, unknown> = {}): CareerPath {
  return careerPathSchema.parse({
    version: 1,
    title: 'Juggler',
    stages: [
      { id: 'first', title: 'Throw', actions: [{ id: 'one-ball', title: 'One ball' }] },
      { id: 'second', title: 'Catch', time: 'ever', actions: [{ id: 'two-balls', title: 'Two balls' }, { id: 'torches', title: 'Torches' }] },
    ],
    skills: [{ id: 'throwing', title: 'Throwing' }, { id: 'catching', title: 'Catching' }, { id: 'fire', title: 'Fire' }, { id: 'jokes', title: 'Jokes', kind: 'soft' }],
    tracks: [
      { id: 'street', title: 'Street Juggler', level: 'junior', focus: 'hats', profile: { skills: { fire: 1, throwing: 2, catching: 3 } } },
      { id: 'agent', title: 'Agent', level: 'lead', focus: 'contracts' },
    ],
    ...more,
  });
}

const labs = [
  lab('a', { action: 'one-ball', skills: ['throwing'] }),
  lab('b', { action: 'one-ball', skills: ['throwing', 'catching'] }),
  lab('c', { action: 'two-balls', skills: ['throwing', 'catching'], requires: ['b'], duties: ['show'], certifications: ['licence'] }),
  lab('d', { action: 'two-balls', skills: ['jokes'] }),
];

function state(progress: Record<string, LabProgress> = {}, more: Partial<PathFacts> = {}, known = path()): CareerState {
  return careerState(known, {
    path: known, pathProblems: [], catalogProblems: [], shadowing: new Set(), labs, broken: [],
    summary: { labs: Object.fromEntries(Object.entries(progress).map(([id, each]) => [`builtin/${id}`, each])) },
    state: () => ({ kind: 'absent' }), ...more,
  });
}

function asked(from: CareerState, role = 0): SkillAsked[] {
  return from.roles[role]?.skills?.asked ?? [];
}

describe('the career guide', () => {
  it('puts labs under stages and key actions, counts them, and knows where the learner is', () => {
    const { stages, done: all, total } = state({ a: done, b: done, c: begun });
    assert.deepEqual(stages.map((stage) => [stage.id, stage.done, stage.total, stage.current]), [['first', 2, 2, false], ['second', 0, 2, true]]);
    assert.deepEqual(stages[1]?.actions.map(({ id, labs: its, done: some }) => [id, its.length, some]), [['two-balls', 2, 0], ['torches', 0, 0]]);
    assert.deepEqual([all, total, stages[0]?.short], [2, 4, 'Throw']);
  });

  it('shows how each lab stands', () => {
    const { skills } = state({ a: done, b: begun }, { state: (lab) => ({ kind: lab === 'builtin/c' ? 'ready' : 'absent' }) });
    assert.deepEqual(skills[0]?.labs.map(({ id, state: standing }) => [id, standing]), [['a', 'done'], ['b', 'begun'], ['c', 'running']]);
    assert.deepEqual(skills[3]?.labs.map(({ state: standing }) => standing), ['open']);
  });

  it('earns a step of a skill with each lab, up to what the role asks for', () => {
    assert.deepEqual(asked(state({ a: done })).map(({ id, weight, possible, earned }) => [id, weight, possible, earned]), [
      ['catching', 3, 2, 0], ['throwing', 2, 2, 1], ['fire', 1, 0, 0],
    ]);
    const all = asked(state({ a: done, b: done, c: done }));
    assert.deepEqual(all.map(({ id, earned }) => [id, earned]), [['catching', 2], ['throwing', 2], ['fire', 0]]);
  });

  it('says how much of what a role asks for is earned, whether or not there are labs for the rest', () => {
    const percent = (progress: Record<string, LabProgress>): number | undefined => state(progress).roles[0]?.skills?.percent;
    assert.equal(percent({}), 0);
    assert.equal(percent({ a: begun }), 0);
    assert.equal(percent({ a: done }), 16);
    assert.equal(percent({ b: done }), 33);
    assert.equal(percent({ a: done, b: done, c: done }), 66);
    const easy = path({ tracks: [{ id: 't', title: 'T', level: 'mid', focus: 'f', profile: { skills: { throwing: 1 } } }] });
    assert.equal(state({ a: done }, {}, easy).roles[0]?.skills?.percent, 100);
  });

  it('proposes labs that bring most of what is missing, those that can be begun first', () => {
    const next = (progress: Record<string, LabProgress>): unknown =>
      state(progress).roles[0]?.skills?.next.map(({ lab: link, skills }) => [link.id, skills]);
    assert.deepEqual(next({}), [['b', ['Catching', 'Throwing']], ['a', ['Throwing']], ['c', ['Catching', 'Throwing']]]);
    assert.deepEqual(next({ b: done }), [['c', ['Catching', 'Throwing']], ['a', ['Throwing']]]);
    assert.deepEqual(next({ b: done, c: done }), []);
  });

  it('names what is earned beside a role, and says so where a path has no profile of one', () => {
    const { roles } = state({ d: done });
    assert.deepEqual(roles[0]?.skills?.beside, ['Jokes']);
    assert.deepEqual([roles[1]?.title, roles[1]?.level, roles[1]?.skills], ['Agent', 'lead', undefined]);
  });

  it('maps duties and certifications to labs, and certifications to successors', () => {
    const { duties, certifications } = state({}, {}, path({
      duties: [{ id: 'show', title: 'Show' }, { id: 'rest', title: 'Rest' }],
      certifications: [
        { id: 'old', title: 'Old licence', provider: 'Guild', purpose: 'Was one.', status: 'replaced', successor: 'licence' },
        { id: 'licence', title: 'Licence', provider: 'Guild', purpose: 'Is one.', status: 'active' },
      ],
    }));
    assert.deepEqual(duties.map(({ labs: its }) => its.map(({ id }) => id)), [['c'], []]);
    assert.deepEqual(certifications.map(({ successor, labs: its }) => [successor, its.map(({ id }) => id)]), [[{ id: 'licence', title: 'Licence' }, []], [undefined, ['c']]]);
  });

  it('tells labs that are not written yet from those that are, whatever catalog they come from', () => {
    const { questions } = state({}, { labs: [lab('a', {}, 'school')] }, path({
      questions: [{ id: 'q', question: 'How?', answer: 'So.', labs: ['a', 'later'], skills: ['fire'], stages: ['second'], tracks: ['agent'] }],
    }));
    assert.deepEqual(questions[0]?.labs.map(({ id, lab: identity, state: standing }) => [id, identity, standing]), [
      ['a', 'school/a', 'open'], ['later', undefined, 'unwritten'],
    ]);
    assert.deepEqual(questions[0]?.about, [
      { target: 'stage-second', title: 'Catch' }, { target: 'roles', title: 'Agent' }, { target: 'skill-fire', title: 'Fire' },
    ]);
  });

  it('draws figures of one unit on one scale and never others', () => {
    const { facts, roles } = state({}, {}, path({
      facts: [
        {
          id: 'pay', title: 'Pay',
          items: [
            { id: 'p1', label: 'Range', value: '100-150', low: 100, high: 150, unit: 'coins', level: 'junior' },
            { id: 'p2', label: 'Top', value: '180 and more', low: 180, orMore: true, unit: 'coins' },
            { id: 'p3', label: 'Under', value: 'under 50', high: 50, unit: 'coins' },
            { id: 'p4', label: 'Crowd', value: '12', low: 12, high: 12, unit: 'people' },
            { id: 'p5', label: 'Where', value: 'markets' },
          ],
        },
        { id: 'alone', title: 'Alone', items: [{ id: 'a1', label: 'Growth', value: '+5 %', low: 5, high: 5, unit: 'percent' }] },
      ],
    }));
    const [pay, alone] = facts;
    assert.deepEqual(pay?.scale, { max: 250, unit: 'coins' });
    assert.deepEqual(pay?.items.map(({ bar }) => bar), [
      { from: 0.4, to: 0.6, open: false }, { from: 0.72, to: 1, open: true }, { from: 0, to: 0.2, open: false }, undefined, undefined,
    ]);
    assert.deepEqual([alone?.scale, alone?.items[0]?.bar], [undefined, undefined]);
    assert.deepEqual(roles.map((role) => role.pay.map(({ value }) => value)), [['100-150'], []]);
  });

  it('needs no more than stages and skills', () => {
    const bare = state({}, { labs: [] }, path({ tracks: [] }));
    assert.deepEqual([bare.roles, bare.facts, bare.questions, bare.sources, bare.definitions], [[], [], [], [], []]);
    assert.equal(bare.stages.some(({ current }) => current), false);
  });

  it('shows all of the shipped path', () => {
    const file = join(__dirname, '../../../../labs/career-path.yaml');
    const known = parseCareerPath(readFileSync(file, 'utf8'), file).path;
    assert.ok(known);
    const shown = state({}, {}, known);
    const text = JSON.stringify(shown);
    // Not shown: ids, the tree's short titles of actions, the level that links pay to roles, and what numbers are in.
    const hidden = new Set(['version', 'id', 'short', 'level', 'unit', 'months']);
    const missing: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value === 'string') {
        if (!text.includes(JSON.stringify(value))) {
          missing.push(value);
        }
      } else if (typeof value === 'object' && value !== null) {
        Object.entries(value).filter(([key]) => !hidden.has(key)).forEach(([, inner]) => visit(inner));
      }
    };
    visit({ ...known, role: { ...known.role, title: undefined } });
    assert.deepEqual(missing, []);
    assert.equal(shown.roles.every(({ skills }) => (skills?.asked.length ?? 0) > 5), true);
  });
});
