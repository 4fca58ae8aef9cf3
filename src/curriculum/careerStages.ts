import * as z from 'zod';
import { attribution, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

const shortSchema = textSchema.max(24).optional().describe('Shown in place of the title where there is little room.');

export const skillSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it under `skills`.'),
      title: textSchema.describe('Name of the skill.'),
      description: z.string().trim().default('').describe('What someone who has it can do.'),
      kind: z.enum(['technical', 'soft']).default('technical').describe('Technical, or a skill in working with people.'),
      sources: z.array(idSchema).default([]).describe('Ids of the sources that name it.'),
      asOf: attribution.asOf,
    })
    .describe('A skill the path asks for. Labs say which they train.'),
  'a skill',
);

export const notTrainedSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among what is not trained.'),
      title: textSchema.describe('What the sources name.'),
      skill: idSchema.optional().describe('The skill it would belong to.'),
      reason: textSchema.describe('Why no lab trains it.'),
      instead: textSchema.optional().describe('What the labs use in its place.'),
      sources: z.array(idSchema).default([]).describe('Ids of the sources that name it.'),
      asOf: attribution.asOf,
    })
    .describe('Something the sources name and no lab trains, said plainly.'),
  'an item of notTrained',
);

export const actionSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it as their `action`; unique in the whole path.'),
      title: textSchema.describe('The action, in the imperative.'),
      short: shortSchema,
      description: z.string().trim().default('').describe('What doing it well means.'),
      ...attribution,
    })
    .describe('A key action: a node of the tree, with labs under it.'),
  'a key action',
);

const monthsSchema = named(
  z
    .strictObject({
      from: z.number().min(0).describe('At least so many months.'),
      to: z.number().min(0).describe('At most so many months.'),
    })
    .describe('The same time in months, for charts.'),
  'a number of months',
);

export const stageSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique in the path.'),
      title: textSchema.describe('Heading of the stage.'),
      short: shortSchema,
      time: textSchema.optional().describe('How long it takes, as shown: "3-6 months".'),
      months: monthsSchema.optional(),
      summary: z.string().trim().default('').describe('What the stage is about.'),
      jobRoles: z.array(textSchema).default([]).describe('Job titles one holds in this stage.'),
      actions: z.array(actionSchema).min(1).describe('Key actions, in order.'),
      ...attribution,
    })
    .describe('A stage of the career.'),
  'a stage',
);
