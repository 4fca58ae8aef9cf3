import type { Entry } from '../../../../src/progress/entry';
import type { Evidence } from '../../../../src/progress/export/evidence';

/** Titles that try to become markup, formulas and attributes, wherever they are shown. */
export const hostile = `=HYPERLINK("x")</script><img src=x onerror=alert(1)>|*_\`"'&\u0007`;

export const evidence: Evidence = {
  exportedAt: '2026-11-22T10:00:00.000Z',
  language: 'en',
  path: 'AI Architect',
  learner: { name: 'Ada <L>', email: 'ada@example.org' },
  stages: [{ title: 'Foundations', time: '3-6 months', completed: 1, total: 2 }],
  skills: [
    { id: 'mlops', title: 'MLOps', completed: 1, total: 2 },
    { id: 'never', title: 'Trained by no lab', completed: 0, total: 0 },
  ],
  labs: [
    {
      identity: 'ai-architect/first-steps', title: 'First steps', summary: 'Begin, "properly".', stage: 'Foundations', action: 'Languages',
      skills: ['MLOps'], difficulty: 'beginner', minutes: 10, startedAt: '2026-11-20T08:00:00.000Z', completedAt: '2026-11-21T08:00:00.000Z',
      points: { earned: 3, possible: 3 },
      steps: [
        {
          id: 'mend', title: 'Mend it', completedAt: '2026-11-21T08:00:00.000Z', override: false, hints: 1, solutionShown: false,
          checks: [{ id: 'runs', title: 'It runs', verdict: 'passed', at: '2026-11-21T07:00:00.000Z', points: 3 }],
        },
      ],
    },
    {
      identity: 'other/evil', title: hostile, summary: hostile, skills: [hostile], startedAt: '2026-11-21T09:00:00.000Z', points: { earned: 0, possible: 2 },
      steps: [
        {
          id: 'one', title: hostile, override: true, hints: 0, solutionShown: true,
          checks: [
            { id: 'a', title: hostile, verdict: 'failed', message: hostile, at: '2026-11-21T09:10:00.000Z', points: 1 },
            { id: 'b', title: 'Ours broke', verdict: 'errored', message: 'no sh', points: 1 },
            { id: 'c', title: 'Never run', points: 0 },
          ],
        },
        { id: 'two', title: 'Read', override: false, hints: 0, solutionShown: false, checks: [] },
      ],
    },
  ],
};

const stamp = (number: number, at: string): { v: 1; entry: string; at: string } => ({ v: 1, entry: `00000000-0000-4000-8000-00000000000${number}`, at });
const [first, evil] = ['ai-architect/first-steps', 'other/evil'];

export const entries: Entry[] = [
  { ...stamp(1, '2026-11-20T08:00:00.000Z'), kind: 'started', lab: first, session: 's' },
  { ...stamp(2, '2026-11-21T07:00:00.000Z'), kind: 'checked', lab: first, step: 'mend', check: 'runs', verdict: 'passed' },
  { ...stamp(3, '2026-11-21T07:01:00.000Z'), kind: 'hint-shown', lab: first, step: 'mend', hint: 1 },
  { ...stamp(4, '2026-11-21T08:00:00.000Z'), kind: 'step-completed', lab: first, step: 'mend' },
  { ...stamp(5, '2026-11-21T08:00:00.000Z'), kind: 'lab-completed', lab: first },
  { ...stamp(6, '2026-11-21T09:10:00.000Z'), kind: 'checked', lab: evil, step: 'one', check: 'a', verdict: 'failed', message: hostile },
  { ...stamp(7, '2026-11-21T09:11:00.000Z'), kind: 'checked', lab: evil, step: 'one', check: 'b', verdict: 'errored' },
  { ...stamp(8, '2026-11-21T09:12:00.000Z'), kind: 'answered', lab: evil, step: 'one', question: 'why?', correct: false },
  { ...stamp(9, '2026-11-21T09:13:00.000Z'), kind: 'step-completed', lab: evil, step: 'one', override: true },
];
