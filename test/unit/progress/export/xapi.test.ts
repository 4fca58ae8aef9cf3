import assert from 'node:assert/strict';
import * as z from 'zod';
import { xapi } from '../../../../src/progress/export/xapi';
import { entries, evidence } from './sample';

/**
 * What the specification asks of a statement, as far as we write it: nothing it does not name, UUIDs, IRIs, one
 * identifier an agent, scores within their bounds. https://github.com/adlnet/xAPI-Spec/blob/1.0.3/xAPI-Data.md
 */
const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i);
const language = z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), z.string());
const agent = { objectType: z.literal('Agent'), name: z.string().optional() };
const activityReference = z.strictObject({ id: iri });
const statementSchema = z.strictObject({
  id: z.uuid(),
  version: z.string().regex(/^1\.0(\.\d+)?$/),
  actor: z.union([
    z.strictObject({ ...agent, mbox: z.string().regex(/^mailto:[^\s@]+@[^\s@]+$/) }),
    z.strictObject({ ...agent, account: z.strictObject({ homePage: iri, name: z.string().min(1) }) }),
  ]),
  verb: z.strictObject({ id: iri, display: language }),
  object: z.strictObject({
    objectType: z.literal('Activity'),
    id: iri,
    definition: z.strictObject({ name: language, description: language.optional(), type: iri }),
  }),
  result: z
    .strictObject({
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      score: z
        .strictObject({ scaled: z.number().min(-1).max(1), raw: z.number(), min: z.number(), max: z.number() })
        .refine(({ raw, min, max }) => raw >= min && raw <= max)
        .optional(),
    })
    .optional(),
  context: z.strictObject({
    platform: z.string(),
    contextActivities: z.strictObject({ parent: z.array(activityReference).optional(), grouping: z.array(activityReference).optional() }).optional(),
    extensions: z.record(iri, z.unknown()),
  }),
  timestamp: z.iso.datetime({ offset: true }),
});

describe('results as xAPI statements', () => {
  const statements = xapi(evidence, entries);

  it('are valid', () => {
    for (const statement of statements) {
      statementSchema.parse(statement);
      statementSchema.parse(JSON.parse(JSON.stringify(statement)));
    }
    assert.ok(statements.length > 0);
  });

  it('say what the learner did, and nothing of what was ours', () => {
    assert.deepEqual(
      statements.map(({ verb, object }) => [verb.display.en, object.id]),
      [
        ['initialized', 'urn:ai-architect-labs:ai-architect:first-steps'],
        ['passed', 'urn:ai-architect-labs:ai-architect:first-steps:mend:runs'],
        ['completed', 'urn:ai-architect-labs:ai-architect:first-steps:mend'],
        ['completed', 'urn:ai-architect-labs:ai-architect:first-steps'],
        ['failed', 'urn:ai-architect-labs:other:evil:one:a'],
        ['answered', 'urn:ai-architect-labs:other:evil:one:why%3F'],
        ['completed', 'urn:ai-architect-labs:other:evil:one'],
      ],
    );
    assert.deepEqual(statements[3]?.result, { completion: true, score: { scaled: 1, raw: 3, min: 0, max: 3 } });
    assert.equal(statements[6]?.context.extensions['urn:ai-architect-labs:override'], true);
    assert.ok(statements.every(({ context }) => context.extensions['urn:ai-architect-labs:self-attested'] === true));
  });

  it('keep their ids, so that a record store takes each once', () => {
    const again = xapi(evidence, entries).map(({ id }) => id);
    assert.deepEqual(again, statements.map(({ id }) => id));
    assert.equal(new Set(again).size, again.length);
  });

  it('know a learner by an account where there is no address', () => {
    const [statement] = xapi({ ...evidence, learner: {} }, entries);
    statementSchema.parse(statement);
    assert.deepEqual(statement?.actor, { objectType: 'Agent', account: { homePage: 'urn:ai-architect-labs:local', name: 'learner' } });
  });
});
