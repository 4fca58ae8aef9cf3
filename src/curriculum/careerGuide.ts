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
      title: textSchema.describe('Name of the list.'),
      steps: z
        .array(
          z.strictObject({
            title: textSchema.describe('The step, in the imperative.'),
            description: z.string().trim().default('').describe('What it consists of.'),
            labs: labsSchema,
          }),
        )
        .min(1)
        .describe('Steps, in order.'),
      ...attribution,
    })
    .describe("One source's steps into the profession."),
  'a list of steps',
);

export const growthPathSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among growth paths.'),
      title: textSchema.describe('Name of the direction.'),
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
      title: textSchema.describe('Name of the trend.'),
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
      question: textSchema.describe('The question, in the words of someone who asks it.'),
      answer: textSchema.describe('The answer, in our own words.'),
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
