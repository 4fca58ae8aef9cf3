import type { LabEntry } from '../curriculum/catalog';
import { unisolatedServices } from '../curriculum/isolation';
import { inLearningOrder } from '../curriculum/learningOrder';
import { table } from './output';
import { type Command, exit, flag } from './command';

/** `ai-labs list`: every lab with where the learner is in it, in the order one does them; broken ones last. */
export const list: Command = {
  name: 'list',
  parameters: '[--json]',
  summary: 'Every lab of the path, and how far you are.',
  options: { json: { type: 'boolean' } },
  help: { json: 'an array of labs instead of a table' },
  async run(context, _words, values) {
    const core = await context.core();
    const [snapshot, { path }, summary] = await Promise.all([core.catalog.load(context.signal), core.careerPath(), core.summary()]);
    const stageOf = new Map(path?.stages.flatMap((stage) => stage.actions.map((action) => [action.id, stage.id] as const)));
    const places = new Map(inLearningOrder(snapshot.labs.flatMap(({ lab }) => lab ?? []), path).map(({ identity }, place) => [identity, place]));
    const place = ({ identity }: LabEntry): number => places.get(identity) ?? places.size;
    const rows = [...snapshot.labs].sort((a, b) => place(a) - place(b)).map((entry) => {
      const definition = entry.lab?.definition;
      const progress = summary.labs[entry.identity];
      return {
        id: entry.id,
        title: definition?.title ?? entry.id,
        stage: stageOf.get(definition?.action ?? '') ?? null,
        action: definition?.action ?? null,
        difficulty: definition?.difficulty ?? null,
        minutes: definition?.minutes ?? null,
        skills: definition?.skills ?? [],
        tracks: definition?.tracks ?? [],
        state: !definition ? 'broken' : progress?.completedAt ? 'completed' : progress?.startedAt ? 'started' : progress?.preparedAt ? 'prepared' : 'new',
        unisolated: definition !== undefined && unisolatedServices(definition).length > 0,
        problems: entry.problems,
      };
    });
    if (flag(values, 'json')) {
      context.output.json(rows);
      return exit.good;
    }
    const header = ['LAB', 'STAGE', 'LEVEL', 'MINUTES', 'STATE', 'TITLE'].map((text) => context.output.style('bold', text));
    const lines = rows.map((row) => [row.id, row.stage ?? '-', row.difficulty ?? '-', String(row.minutes ?? '-'), row.state, row.unisolated ? `${row.title} (unisolated)` : row.title]);
    context.output.line(table([header, ...lines]));
    return exit.good;
  },
};
