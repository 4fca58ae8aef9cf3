import { createHash } from 'node:crypto';
import type { Entry } from '../entry';
import type { Evidence, LabEvidence } from './evidence';

/**
 * Statements of the Experience API 1.0.3, one for each journal entry that says something of learning.
 * Format: https://github.com/adlnet/xAPI-Spec/blob/1.0.3/xAPI-Data.md
 */
export interface XapiStatement {
  /** Derived from the journal's entry, so that a record store that gets a statement twice keeps it once. */
  id: string;
  version: '1.0.3';
  actor: { objectType: 'Agent'; name?: string; mbox: string } | { objectType: 'Agent'; name?: string; account: { homePage: string; name: string } };
  verb: { id: string; display: { en: string } };
  object: { objectType: 'Activity'; id: string; definition: { name: { en: string }; description?: { en: string }; type: string } };
  result?: { completion?: boolean; success?: boolean; response?: string; score?: { scaled: number; raw: number; min: 0; max: number } };
  context: { platform: string; contextActivities?: { parent?: { id: string }[]; grouping?: { id: string }[] }; extensions: Record<string, unknown> };
  timestamp: string;
}

const verbs = {
  initialized: 'http://adlnet.gov/expapi/verbs/initialized',
  answered: 'http://adlnet.gov/expapi/verbs/answered',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
} as const;
type Verb = keyof typeof verbs;

const types = {
  lab: 'http://adlnet.gov/expapi/activities/course',
  step: 'http://adlnet.gov/expapi/activities/module',
  check: 'http://adlnet.gov/expapi/activities/assessment',
  question: 'http://adlnet.gov/expapi/activities/question',
} as const;

/** In one language always: a statement that is sent twice must say the same both times. */
const selfAttested = 'Self-attested: these results come from checks that ran on the learner\'s own machine. Nobody else has verified them.';

/** What the product names itself by, as IRIs: labs have no address of their own. */
const name = 'urn:ai-architect-labs';

/**
 * `actor`: who the statements are about. Verdicts that are ours (errored, timed out) or that say nothing of the learner
 * (skipped, blocked) make no statement, nor do hints.
 */
export function xapi(evidence: Evidence, entries: readonly Entry[]): XapiStatement[] {
  const labs = new Map(evidence.labs.map((lab) => [lab.identity, lab]));
  return entries.flatMap((entry) => {
    const lab = labs.get(entry.lab);
    const said = lab && statement(entry, lab);
    return said ? [{ ...stamp(entry), actor: actor(evidence), ...said } satisfies XapiStatement] : [];
  });
}

type Said = Pick<XapiStatement, 'verb' | 'object' | 'result' | 'context'>;

function statement(entry: Entry, lab: LabEvidence): Said | undefined {
  const about = (verb: Verb, object: XapiStatement['object'], result?: XapiStatement['result'], parent?: string): Said => ({
    verb: { id: verbs[verb], display: { en: verb } },
    object,
    ...(result && { result }),
    context: {
      platform: 'AI Architect Labs',
      contextActivities: { ...(parent !== undefined && { parent: [{ id: parent }] }), grouping: [{ id: `${name}:${part(lab.identity)}` }] },
      extensions: {
        [`${name}:self-attested`]: true,
        [`${name}:note`]: selfAttested,
        ...('override' in entry && entry.override && { [`${name}:override`]: true }),
      },
    },
  });
  const step = 'step' in entry ? lab.steps.find(({ id }) => id === entry.step) : undefined;
  const stepId = step && `${name}:${part(lab.identity)}:${part(step.id)}`;
  switch (entry.kind) {
    case 'started':
      return about('initialized', labActivity(lab));
    case 'lab-completed': {
      const { earned, possible } = lab.points;
      const score = possible > 0 ? { score: { scaled: earned / possible, raw: earned, min: 0 as const, max: possible } } : {};
      return about('completed', labActivity(lab), { completion: true, ...score });
    }
    case 'step-completed':
      return step && stepId ? about('completed', activity('step', stepId, step.title), { completion: true }, `${name}:${part(lab.identity)}`) : undefined;
    case 'checked': {
      const check = step?.checks.find(({ id }) => id === entry.check);
      const passed = entry.verdict === 'passed';
      if (!check || !stepId || (!passed && entry.verdict !== 'failed')) {
        return undefined;
      }
      return about(passed ? 'passed' : 'failed', activity('check', `${stepId}:${part(check.id)}`, check.title), { success: passed }, stepId);
    }
    case 'answered':
      return stepId
        ? about('answered', activity('question', `${stepId}:${part(entry.question)}`, entry.question), { success: entry.correct }, stepId)
        : undefined;
    default:
      return undefined;
  }
}

function labActivity(lab: LabEvidence): XapiStatement['object'] {
  return activity('lab', `${name}:${part(lab.identity)}`, lab.title, lab.summary);
}

function activity(kind: keyof typeof types, id: string, title: string, description?: string): XapiStatement['object'] {
  return {
    objectType: 'Activity',
    id,
    definition: { name: { en: title }, ...(description && { description: { en: description } }), type: types[kind] },
  };
}

/** Ids may hold characters that an IRI may not. */
function part(id: string): string {
  return id.split('/').map(encodeURIComponent).join(':');
}

function actor({ learner }: Evidence): XapiStatement['actor'] {
  const named = learner.name ? { name: learner.name } : {};
  return learner.email
    ? { objectType: 'Agent', ...named, mbox: `mailto:${learner.email}` }
    : { objectType: 'Agent', ...named, account: { homePage: `${name}:local`, name: learner.name ?? 'learner' } };
}

function stamp(entry: Entry): Pick<XapiStatement, 'id' | 'version' | 'timestamp'> {
  return { id: uuid(entry.entry), version: '1.0.3', timestamp: entry.at };
}

/** A name-based UUID of the entry's own id (RFC 9562, version 5, without a namespace of others). */
function uuid(text: string): string {
  const bytes = createHash('sha1').update(`${name}:statement:${text}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
