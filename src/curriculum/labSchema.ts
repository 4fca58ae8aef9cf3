import * as z from 'zod';
import { named } from './expectation';
import { hasHidden } from './hiddenCharacters';
import { environmentSchema, serviceSchema } from './service';
import { containerPathSchema, durationSchema, idSchema, labPathSchema, patternSchema, userSchema } from './values';

/** Lab format, version 1. Types are inferred; the sentences about mistakes are made in `schemaProblems`. */

const textSchema = named(
  z.string().min(1).refine((text) => !hasHidden(text), 'must not contain control characters, or such that turn the direction of text'),
  'text',
);

export const actionScriptSchema = named(
  z.strictObject({
    run: labPathSchema.describe('Script to run; no shebang means sh.'),
    service: idSchema.optional().describe("Where it runs; default the terminal's service."),
    user: userSchema.optional().describe('Who it runs as.'),
    wait: z.boolean().default(true).describe('false lets it go on in the background.'),
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
    title: textSchema.describe('What is true when it passes, as the learner reads it.'),
    run: labPathSchema.optional().describe('Script that decides: exit 0 passed, 77 skipped, anything else failed.'),
    script: named(z.string().min(1), 'text').optional().describe('The same, written here.'),
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
      .describe('For what settles in time.'),
    faults: z.array(faultSchema).default([]).describe('What happens to services first, undone afterwards.'),
    environment: environmentSchema.optional().describe('Variables of the check.'),
    format: z.enum(['exit', 'tap', 'junit']).default('exit').describe('How to read its output.'),
    docs: named(z.url({ protocol: /^https$/ }), 'an address like "https://docs.python.org/3/"').optional().describe('Where to read on.'),
  }),
  'a check',
);

const questionBase = {
  id: idSchema.describe('Unique in the lab.'),
  prompt: textSchema.describe('The question.'),
  explain: z.string().optional().describe('Told after the answer.'),
};
export const questionSchema = z.discriminatedUnion('kind', [
  named(
    z.strictObject({
      ...questionBase,
      kind: z.literal('choice'),
      options: z.array(named(z.union([z.string(), z.number().transform(String)]), 'text')).min(2).describe('What to choose from.'),
      answer: z.array(z.int().min(0)).min(1).describe('Indices of the right options, from 0.'),
    }),
    'a question of kind `choice`',
  ),
  named(
    z.strictObject({
      ...questionBase,
      kind: z.literal('number'),
      answer: z.number().describe('The right number.'),
      tolerance: z.number().min(0).default(0).describe('How far off an answer may be.'),
    }),
    'a question of kind `number`',
  ),
  named(
    z.strictObject({ ...questionBase, kind: z.literal('pattern'), answer: patternSchema.describe('Regular expression the whole answer must match.') }),
    'a question of kind `pattern`',
  ),
]);

export const stepSchema = named(
  z.strictObject({
    id: idSchema.describe('Unique in the lab.'),
    title: textSchema.max(120).describe('What the learner does.'),
    guide: labPathSchema.describe('Instructions, a Markdown file.'),
    edits: z
      .boolean()
      .default(false)
      .describe('The guide asks for edits that cannot be typed: a rehearsal of the guide runs its blocks, then the solution.'),
    before: z.array(actionScriptSchema).default([]).describe('Runs once on entering the step, again after Reset Step.'),
    hints: z.array(textSchema).default([]).describe('From direction over approach to nearly there.'),
    solution: labPathSchema.optional().describe("Script from the previous step's solved state to this one's."),
    checks: z.array(checkSchema).default([]).describe('What must be true at the end of the step.'),
    questions: z.array(questionSchema).default([]).describe('What to answer.'),
  }),
  'a step',
);

export const wrongSchema = named(
  z.strictObject({
    apply: labPathSchema.describe('Script that makes the mistake.'),
    after: idSchema.optional().describe("On top of this step's solved state; default untouched."),
    /** Check id -> regular expression its message must match. */
    fails: z.record(idSchema, named(z.string().max(500), 'a regular expression')).describe('Exactly these checks fail, with a message that matches.'),
  }),
  'a wrong solution',
);

export const labSchema = z.strictObject({
  version: named(z.literal(1), '1').describe('Version of this format.'),
  id: idSchema.describe("Unique in its catalog; equals the folder's name."),
  title: textSchema.max(120).describe('What the learner will do.'),
  summary: textSchema.max(600).describe('One or two plain sentences.'),
  action: idSchema.describe('Key action of the career path.'),
  difficulty: z.enum(['beginner', 'intermediate', 'advanced', 'expert']),
  minutes: z.int().min(1).max(600).describe('How long it takes most people.'),
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
          prompt: textSchema.describe('What the learner is asked.'),
          pattern: patternSchema.optional().describe('Regular expression the whole answer must match.'),
          default: z.string().optional().describe('Offered as the answer.'),
        }),
        'an input',
      ),
    )
    .default({})
    .describe('What the learner is asked at the start; used as `{{input.name}}`.'),
  services: z
    .record(idSchema, serviceSchema)
    .refine((services) => Object.keys(services).length > 0, 'needs at least one service')
    .describe("The lab's containers, by name."),
  stack: labPathSchema.optional().describe("A Compose file in the learner's workspace, whose services join the lab's. Reserved: this version does not start it."),
  terminal: idSchema.optional().describe("Service of the learner's terminal; default the first one."),
  workspace: containerPathSchema.default('/workspace').describe("Where the learner's folder is in the containers."),
  files: z
    .array(
      named(
        z.strictObject({
          from: labPathSchema.describe('File of the lab.'),
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
  intro: labPathSchema.optional().describe('Page before the steps.'),
  finish: labPathSchema.optional().describe('Page after the steps.'),
  steps: z.array(stepSchema).min(1).describe('In order.'),
  solution: named(
    z.strictObject({
      run: labPathSchema.optional().describe('Solves the whole lab, where steps have no solution of their own.'),
      wrong: z.array(wrongSchema).default([]).describe('The mistakes people make, each with the checks it fails.'),
    }),
    'the solution',
  )
    .default({ wrong: [] })
    .describe('What proves that the lab works.'),
});
