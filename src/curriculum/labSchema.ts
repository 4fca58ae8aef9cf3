import * as z from 'zod';
import { difficulties } from './difficulty';
import { named } from './expectation';
import { hasHidden } from '../common/visible';
import { environmentSchema, serviceSchema } from './service';
import { containerPathSchema, durationSchema, idSchema, labPathSchema, patternSchema, userSchema } from './values';

/** Lab format, version 1. Types are inferred; the sentences about mistakes are made in `schemaProblems`. */

const textSchema = named(
  z.string().min(1).refine((text) => !hasHidden(text), 'must not contain control characters, or such that turn the direction of text'),
  'text',
);

export const actionScriptSchema = named(
  z.strictObject({
    run: labPathSchema.meta({ description: 'Script to run; no shebang means sh.', examples: ['environment/setup.sh'] }),
    service: idSchema.optional().describe("Where it runs; default the terminal's service."),
    user: userSchema.optional().describe('Who it runs as.'),
    wait: z.boolean().default(true).describe('false lets it go on in the background; what it says is in `/tmp/ai-labs-<file name>.log`.'),
    timeout: durationSchema.optional().describe('After this it is stopped and the lab does not start.'),
  }),
  'a script',
);

export const faultSchema = z.union([
  z.strictObject({ stop: idSchema.describe('Service that is stopped.') }),
  z.strictObject({ pause: idSchema.describe('Service that hangs.') }),
  z.strictObject({ restart: idSchema.describe('Service that is restarted.') }),
  z.strictObject({ disconnect: idSchema.describe('Service that is cut off the network.') }),
]);

const watchSchema = z.union([z.enum(['auto', 'manual']), z.array(named(z.string().min(1).max(400), 'a pattern of workspace files, like "src/*.py"'))]);

export const checkSchema = named(
  z.strictObject({
    id: idSchema.describe('Unique in the lab.'),
    title: textSchema.meta({ description: 'What is true when it passes, as the learner reads it.', examples: ['The service says that it is healthy'] }),
    run: labPathSchema.optional().describe('Script that decides: exit 0 passed, 77 skipped, anything else failed.'),
    script: named(z.string().min(1), 'text').optional().meta({ description: 'The same, written here.', examples: ['test -s greeting.txt || { echo "greeting.txt is empty"; exit 1; }'] }),
    service: idSchema.optional().describe("Where it runs; default the terminal's service."),
    user: userSchema.default('checker').describe('Who it runs as: checker, learner, root or any user of the image.'),
    timeout: durationSchema.default('30s').describe('After this it is stopped.'),
    onTimeout: z.enum(['error', 'fail']).default('error').describe("`fail` where slowness is the learner's."),
    points: z.int().min(0).max(1000).default(1).describe('Its weight.'),
    needs: z.array(idSchema).default([]).describe('Checks that must pass first, else this one is blocked.'),
    given: z.boolean().default(false).describe('true: passes before any work; a premise, not an achievement.'),
    holds: z.enum(['lab', 'step']).default('lab').describe('`step`: true only until the next step changes it.'),
    optional: z.boolean().default(false).describe('true: the step is complete without it.'),
    parallel: z.boolean().default(false).describe('true: may run beside other parallel checks.'),
    watch: watchSchema.default('auto').describe('When it runs by itself: auto, manual, or when these workspace files change.'),
    retry: named(
      z.strictObject({
        for: durationSchema.describe('How long to try again.'),
        every: durationSchema.default('1s').describe('Time between two tries.'),
      }),
      'a retry',
    )
      .optional()
      .meta({ description: 'For what settles in time.', examples: [{ for: '10s', every: '1s' }] }),
    faults: z.array(faultSchema).default([]).describe('What happens to services first, undone afterwards.'),
    environment: environmentSchema.optional().meta({ description: 'Variables of the check.', examples: [{ SLO_MS: '200' }] }),
    format: z.enum(['exit', 'tap', 'junit']).default('exit').describe('How to read its output.'),
    docs: named(z.url({ protocol: /^https$/ }), 'an address like "https://docs.python.org/3/"').optional().meta({ description: 'Where to read on.', examples: ['https://docs.python.org/3/'] }),
  }),
  'a check',
);

const questionBase = {
  id: idSchema.describe('Unique in the lab.'),
  prompt: textSchema.meta({ description: 'The question.', examples: ['Which layer is built again when only the code changes?'] }),
  explain: z.string().optional().meta({ description: 'Told after the answer.', examples: ['Every layer after the first one that changed is built again.'] }),
};
export const questionSchema = z.discriminatedUnion('kind', [
  named(
    z.strictObject({
      ...questionBase,
      kind: z.literal('choice').describe('How it is answered.'),
      options: z.array(named(z.union([z.string(), z.number().transform(String)]), 'text')).min(2).meta({ description: 'What to choose from.', examples: [['The last one', 'All of them']] }),
      answer: z.array(z.int().min(0)).min(1).meta({ description: 'Indices of the right options, from 0.', examples: [[0]] }),
    }),
    'a question of kind `choice`',
  ),
  named(
    z.strictObject({
      ...questionBase,
      kind: z.literal('number').describe('How it is answered.'),
      answer: z.number().meta({ description: 'The right number.', examples: [443] }),
      tolerance: z.number().min(0).default(0).describe('How far off an answer may be.'),
    }),
    'a question of kind `number`',
  ),
  named(
    z.strictObject({ ...questionBase, kind: z.literal('pattern').describe('How it is answered.'), answer: patternSchema.meta({ description: 'Regular expression the whole answer must match.', examples: ['docker (image )?prune'] }) }),
    'a question of kind `pattern`',
  ),
]);

export const stepSchema = named(
  z.strictObject({
    id: idSchema.describe('Unique in the lab.'),
    title: textSchema.max(120).meta({ description: 'What the learner does.', examples: ['Write a Dockerfile'] }),
    guide: labPathSchema.meta({ description: 'Instructions, a Markdown file.', examples: ['guide/01-start.md'] }),
    edits: z
      .boolean()
      .default(false)
      .describe('The guide asks for edits that cannot be typed: a rehearsal of the guide runs its blocks, then the solution.'),
    before: z.array(actionScriptSchema).default([]).describe('Runs once on entering the step, again after Reset Step.'),
    hints: z.array(textSchema).default([]).describe('From direction over approach to nearly there.'),
    solution: labPathSchema.optional().meta({ description: "Script from the previous step's solved state to this one's.", examples: ['solution/01-start.sh'] }),
    checks: z.array(checkSchema).default([]).meta({ description: 'What must be true at the end of the step.', examples: [[{ id: 'health', title: 'The service says that it is healthy', run: 'checks/health.sh' }]] }),
    questions: z
      .array(questionSchema)
      .default([])
      .meta({ description: 'What to answer.', examples: [[{ id: 'port', kind: 'number', prompt: 'Which port does TLS use by default?', answer: 443 }]] }),
  }),
  'a step',
);

export const wrongSchema = named(
  z.strictObject({
    apply: labPathSchema.meta({ description: 'Script that makes the mistake.', examples: ['solution/wrong-runs-as-root.sh'] }),
    after: idSchema.optional().describe("On top of this step's solved state; default untouched."),
    /** Check id -> regular expression its message must match. */
    fails: z.record(idSchema, named(z.string().max(500), 'a regular expression')).meta({ description: 'Exactly these checks fail, with a message that matches.', examples: [{ health: 'expected .* 200' }] }),
  }),
  'a wrong solution',
);

export const labSchema = z.strictObject({
  version: named(z.literal(1), '1').describe('Version of this format.'),
  id: idSchema.describe("Unique in its catalog; equals the folder's name."),
  title: textSchema.max(120).meta({ description: 'What the learner will do.', examples: ['Build an image that starts in a second'] }),
  summary: textSchema.max(600).meta({ description: 'One or two plain sentences.', examples: ['Write a Dockerfile for a small service, and make it fast and safe.'] }),
  action: idSchema.describe('Key action of the career path.'),
  difficulty: z.enum(difficulties).describe('For whom it is.'),
  minutes: z.int().min(1).max(600).meta({ description: 'How long it takes most people.', examples: [20] }),
  skills: z.array(idSchema).default([]).describe('Ids of the career path.'),
  duties: z.array(idSchema).default([]).describe('Ids of the career path.'),
  certifications: z.array(idSchema).default([]).describe('Ids of the career path.'),
  tracks: z.array(idSchema).default([]).describe('Ids of the career path.'),
  /** `<id>` of the same catalog or `<catalog>/<id>`. */
  requires: z
    .array(
      named(
        z.string().regex(/^([a-z0-9]+(-[a-z0-9]+)*\/)?[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the id of a lab, or <catalog>/<id>'),
        'the id of a lab',
      ),
    )
    .default([])
    .describe('Labs to finish first: ids, or `<catalog>/<id>`.'),
  internet: z.boolean().default(false).describe('true lets containers reach out.'),
  inputs: z
    .record(
      idSchema,
      named(
        z.strictObject({
          prompt: textSchema.meta({ description: 'What the learner is asked.', examples: ['Which port is free on your machine?'] }),
          pattern: patternSchema.optional().meta({ description: 'Regular expression the whole answer must match.', examples: ['docker (image )?prune'] }),
          default: z.string().optional().meta({ description: 'Offered as the answer.', examples: ['8080'] }),
        }),
        'an input',
      ),
    )
    .default({})
    .describe('What the learner is asked at the start; used as `{{input.name}}`.'),
  services: z
    .record(idSchema, serviceSchema)
    .refine((services) => Object.keys(services).length > 0, 'needs at least one service')
    .meta({ description: "The lab's containers, by name.", examples: [{ lab: { image: 'debian:bookworm-slim' } }] }),
  stack: labPathSchema.optional().meta({ description: "A Compose file in the learner's workspace, whose services join the lab's. Reserved: this version does not start it.", examples: ['compose.yaml'] }),
  terminal: idSchema.optional().describe("Service of the learner's terminal; default the first one."),
  workspace: containerPathSchema.default('/workspace').describe("Where the learner's folder is in the containers."),
  files: z
    .array(
      named(
        z.strictObject({
          from: labPathSchema.meta({ description: 'File of the lab.', examples: ['environment/site.cfg'] }),
          to: containerPathSchema.describe('Where it goes.'),
          service: idSchema.optional().describe("Into which service; default the terminal's."),
          mode: named(z.string().regex(/^0?[0-7]{3}$/, 'must be an octal mode like "0644"'), 'an octal mode like "0644", in quotes').default('0644').describe('Who may read, write and run it.'),
          owner: userSchema.default('root').describe('Whose it is.'),
        }),
        'an entry of `files`',
      ),
    )
    .default([])
    .describe('Files put into containers when they are created.'),
  prepare: z.array(actionScriptSchema).default([]).describe('Once for a new workspace, as the learner, in the terminal\'s service.'),
  setup: z.array(actionScriptSchema).default([]).describe('As root, at every creation of a container; must not touch the learner\'s files.'),
  intro: labPathSchema.optional().meta({ description: 'Page before the steps.', examples: ['guide/00-intro.md'] }),
  finish: labPathSchema.optional().meta({ description: 'Page after the steps.', examples: ['guide/99-finish.md'] }),
  steps: z.array(stepSchema).min(1).meta({ description: 'In order.', examples: [[{ id: 'start', title: 'Look around', guide: 'guide/01-start.md' }]] }),
  solution: named(
    z.strictObject({
      run: labPathSchema.optional().meta({ description: 'Solves the whole lab, where steps have no solution of their own.', examples: ['solution/all.sh'] }),
      wrong: z.array(wrongSchema).default([]).describe('The mistakes people make, each with the checks it fails.'),
    }),
    'the solution',
  )
    .default({ wrong: [] })
    .describe('What proves that the lab works.'),
});
