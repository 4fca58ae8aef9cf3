import * as z from 'zod';
import { attribution, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

const shortSchema = textSchema.max(24).optional().meta({ description: 'Shown in place of the title where there is little room.', examples: ['Containers'] });

export const skillSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it under `skills`.'),
      title: textSchema.meta({ description: 'Name of the skill.', examples: ['Docker'] }),
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
      title: textSchema.meta({ description: 'What the sources name.', examples: ['A cloud account'] }),
      skill: idSchema.optional().describe('The skill it would belong to.'),
      reason: textSchema.meta({ description: 'Why no lab trains it.', examples: ['It cannot be practised on a machine of one’s own.'] }),
      instead: textSchema.optional().meta({ description: 'What the labs use in its place.', examples: ['A registry in a container'] }),
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
      title: textSchema.meta({ description: 'The action, in the imperative.', examples: ['Put models into containers'] }),
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
      from: z.number().min(0).meta({ description: 'At least so many months.', examples: [3] }),
      to: z.number().min(0).meta({ description: 'At most so many months.', examples: [6] }),
    })
    .describe('The same time in months, for charts.'),
  'a number of months',
);

export const stageSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique in the path.'),
      title: textSchema.meta({ description: 'Heading of the stage.', examples: ['Foundations'] }),
      short: shortSchema,
      time: textSchema.optional().meta({ description: 'How long it takes, as shown: "3-6 months".', examples: ['3-6 months'] }),
      months: monthsSchema.optional(),
      summary: z.string().trim().default('').describe('What the stage is about.'),
      jobRoles: z.array(textSchema).default([]).describe('Job titles one holds in this stage.'),
      actions: z.array(actionSchema).min(1).meta({ description: 'Key actions, in order.', examples: [[{ id: 'containers', title: 'Put models into containers' }]] }),
      ...attribution,
    })
    .describe('A stage of the career.'),
  'a stage',
);
