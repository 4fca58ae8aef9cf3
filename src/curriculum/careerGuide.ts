import * as z from 'zod';
import { attribution, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

/** Labs may be named before they are written: `parseCareerPath` looks at them only when told which there are. */
const labsSchema = z.array(idSchema).default([]).describe('Lab ids where one can act on this.');

export const howToSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among the ways to become one.'),
      title: textSchema.meta({ description: 'Name of the list.', examples: ['Six steps'] }),
      steps: z
        .array(
          z.strictObject({
            title: textSchema.meta({ description: 'The step, in the imperative.', examples: ['Learn to program'] }),
            description: z.string().trim().default('').describe('What it consists of.'),
            labs: labsSchema,
          }),
        )
        .min(1)
        .meta({ description: 'Steps, in order.', examples: [[{ title: 'Learn to program' }]] }),
      ...attribution,
    })
    .describe("One source's steps into the profession."),
  'a list of steps',
);

export const growthPathSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among growth paths.'),
      title: textSchema.meta({ description: 'Name of the direction.', examples: ['Leading people'] }),
      description: z.string().trim().default('').describe('Where it leads.'),
      positions: z.array(textSchema).default([]).describe('Positions along it, in order.'),
      ...attribution,
    })
    .describe('A direction in which a career goes on.'),
  'a growth path',
);

export const trendSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among trends.'),
      title: textSchema.meta({ description: 'Name of the trend.', examples: ['Smaller models'] }),
      description: z.string().trim().default('').describe('What is changing.'),
      labs: labsSchema,
      ...attribution,
    })
    .describe('A change in the profession.'),
  'a trend',
);

export const questionAnswerSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among questions.'),
      question: textSchema.meta({ description: 'The question, in the words of someone who asks it.', examples: ['Do I need a degree?'] }),
      answer: textSchema.meta({ description: 'The answer, in our own words.', examples: ['It helps, and work you can show helps more.'] }),
      stages: z.array(idSchema).default([]).describe('Stage ids this is about.'),
      actions: z.array(idSchema).default([]).describe('Key action ids this is about.'),
      skills: z.array(idSchema).default([]).describe('Skill ids this is about.'),
      tracks: z.array(idSchema).default([]).describe('Track ids this is about.'),
      certifications: z.array(idSchema).default([]).describe('Certification ids this is about.'),
      labs: labsSchema,
      ...attribution,
    })
    .describe('A question people ask, with its answer and the labs where one acts on it.'),
  'a question',
);
