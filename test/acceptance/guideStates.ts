import { UserError } from '../../src/common/errors';
import type { CheckResult } from '../../src/common/verdict';
import { renderGuide, renderInline } from '../../src/curriculum/render';
import type { EngineStatus } from '../../src/engines/engine';
import type { LabProgress } from '../../src/progress/summary';
import type { SessionState, SessionView } from '../../src/session/api';
import { CheckResults } from '../../src/ui/checkResults';
import { guideState } from '../../src/ui/guide/guideModel';
import { guidePages } from '../../src/ui/guide/guidePages';
import type { GuideState } from '../../src/webview/protocol/state';
import { lab as labOf } from '../unit/ui/labs';

const at = '2026-01-02T03:04:05.000Z';
const lab = labOf('x', {
  title: 'Serve a model', summary: 'A lab of the tests.', skills: ['mlops'], finish: 'guide/99.md',
  inputs: { username: { prompt: 'Your name for the image tag' } },
  steps: [
    {
      id: 'one', title: 'Write it', guide: 'guide/01.md', hints: ['Look.', 'Look `closer`.'], solution: 'solution/01.sh',
      checks: [{ id: 'c1', title: 'It adds up', script: 'true', points: 2 }, { id: 'c2', title: 'It is quick', script: 'true', optional: true }, { id: 'c3', title: 'It waits', script: 'true' }],
      questions: [
        { id: 'q1', kind: 'choice', prompt: 'Which?', options: ['this', 'that', 'neither'], answer: [0, 1], explain: 'Both.' },
        { id: 'q2', kind: 'number', prompt: 'How many?', answer: 3 },
        { id: 'q3', kind: 'pattern', prompt: 'What?', answer: 'x' },
      ],
    },
    { id: 'two', title: 'Read on', guide: 'guide/02.md' },
  ],
});

/** Everything that Markdown can bring. */
export const everything = `# All of it

Some \`code\`, a [link](https://example.org) and [a file](file:a.py#L1).

\`\`\`sh
echo {{input.username}}
\`\`\`

\`\`\`py save-as=a.py
print(1)
\`\`\`

> [!WARNING]
> Mind *this*.

> [!TIP]
> And this.

| a | b |
| - | -:|
| 1 | 2 |

- [x] done
- [ ] open

![A picture](no.png)

\`\`\`mermaid
flowchart LR
  client[Client] -->|asks| gateway{Gateway}
  gateway --> v1[Model v1]
  gateway --> v2[Model v2]
\`\`\`
`;

const check = (id: string, more: Partial<CheckResult>): CheckResult => ({
  checkId: id, stepId: 'one', title: id, verdict: 'failed', message: 'expected 6, found 3', criteria: [], output: 'printed', truncated: false, durationMs: 5, ...more,
});

const view = {
  lab, folder: '/home/x', inputs: { username: 'ada' }, ports: [{ service: 'lab', container: 8080, host: 1 }], outdated: true,
} as unknown as SessionView;

interface Shown {
  page?: string;
  markdown?: string;
  state?: SessionState;
  progress?: Partial<LabProgress>;
  results?: CheckResult[];
  view?: SessionView;
  solution?: { name: string; text: string }[];
  lock?: GuideState['lock'];
  builds?: string;
  engine?: EngineStatus;
  unisolated?: boolean;
  words?: { counted?: string };
}

/** A state of the panel as the extension would make it. */
export function shown({ page = 'one', markdown = everything, state = { kind: 'ready' }, progress, results = [], view: seen = view, solution, lock, builds, engine, unisolated, words: more }: Shown = {}): GuideState {
  const known = new CheckResults();
  const run = known.begin(lab.identity, 'asked');
  results.forEach((result) => run.add(result));
  run.end();
  const pages = guidePages(lab);
  const source = pages.find(({ id }) => id === page);
  if (!source) {
    throw new Error(`There is no page ${page}.`);
  }
  const { html, blocks } = renderGuide(markdown, { variables: { 'input.username': 'ada' }, folder: '/no', file: '/no/guide/1.md', imageUri: (file) => file });
  const words = { intro: '[Introduction]', finish: '[Finish]', facts: '[5 min]', down: '[The service ended.]', builds, ...more };
  const facts = {
    lab, state, view: seen, results: known, words, lock, unisolated, engine, unlocked: [{ lab: 'builtin/y', title: 'Watch a model' }], learned: ['MLOps', 'Cloud'],
    progress: { startedAt: at, steps: {}, checks: {}, hints: {}, answers: {}, solutions: {}, ...progress },
  };
  return guideState(facts, pages, source, { html, blocks, inline: renderInline, solution });
}

const failed = check('c1', { criteria: [{ criterion: 'adds up', passed: false, expected: '6', found: '3', hint: 'Add.', docs: 'https://example.org', file: 'a.py', line: 2 }, { criterion: 'is there', passed: true }] });
const broken = check('c2', { verdict: 'errored', message: 'the data is missing' });
const done = { completedAt: at, override: false };
const counted = { completedAt: at, override: true, by: 'Ada', reason: 'shown in class' };
const verdicts = { c1: { verdict: 'failed', at }, c2: { verdict: 'errored', at }, c3: { verdict: 'blocked', at } } as const;

const unbegun: Shown = { state: { kind: 'absent' }, progress: { startedAt: undefined } };
const builds = 'The first start builds python-ml: up to 400 MB, about 4 min. Other labs share it.';
const lockText = 'Locked: builds on Wrap a model, which you have not done yet. You can prepare that, or start anyway.';
const none: EngineStatus = {
  usable: false, reason: 'not-running',
  error: new UserError('Docker is not running.', { code: 'engine-not-running', action: { label: 'Start Docker', text: 'Start it.' } }),
};

/** The states a learner meets, by name. */
export const guideStates: Record<string, GuideState> = {
  'before the start': shown({ ...unbegun, builds }),
  locked: shown({ ...unbegun, builds, lock: { text: lockText, lab: 'builtin/w', ways: { first: 'Do “Wrap a model” First', prepare: 'Prepare “Wrap a model” for Me', anyway: 'Start Anyway' } } }),
  'locked, enforced': shown({ ...unbegun, lock: { text: 'Locked until you have completed: Wrap a model', lab: 'builtin/w', ways: { first: 'Do “Wrap a model” First' } } }),
  'locked, without an engine': shown({ ...unbegun, engine: none, lock: { text: lockText, lab: 'builtin/w', ways: { first: 'Do “Wrap a model” First', anyway: 'Start Anyway' } } }),
  starting: shown({ state: { kind: 'preparing', message: 'images' } }),
  'a failed start': shown({ state: { kind: 'failed', code: 'x', message: 'The engine refused.', lastGood: 'absent' } }),
  'a service that ended': shown({ state: { kind: 'failed', code: 'service-down', message: 'm', lastGood: 'ready', down: [{ service: 'lab', exitCode: 1, outOfMemory: false, hidden: false, lines: 'boo' }] } }),
  failed: shown({ results: [failed, broken, check('c3', { verdict: 'blocked' })], progress: { checks: verdicts, hints: { one: 1 }, answers: { q2: false } } }),
  'all hints': shown({ progress: { hints: { one: 2 }, answers: { q1: true } } }),
  'the solution': shown({ progress: { hints: { one: 2 }, solutions: { one: true } }, solution: [{ name: '01.sh', text: 'cp a b\n' }] }),
  'counted by an instructor': shown({ progress: { steps: { one: counted } }, words: { counted: '[Counted as done by Ada: shown in class]' }, unisolated: true }),
  'a step by Next': shown({ page: 'two' }),
  completed: shown({ page: '@finish', markdown: '# That was all', progress: { completedAt: at, steps: { one: done, two: done } } }),
};
