import * as z from 'zod';
import { attribution, levelSchema, statementSchema, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

export const roleSchema = named(
  z
    .strictObject({
      title: textSchema.meta({ description: 'Name of the profession.', examples: ['AI architect'] }),
      definitions: z.array(statementSchema).default([]).describe('What the role is, a source each.'),
      dayToDay: z.array(statementSchema).default([]).describe('What is done from day to day.'),
      industries: z.array(statementSchema).default([]).describe('Who employs people in this role.'),
    })
    .describe('The profession the path leads to.'),
  'the role',
);

export const responsibilitySchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among responsibilities.'),
      title: textSchema.meta({ description: 'Name of the responsibility.', examples: ['Technical decisions'] }),
      description: textSchema.meta({ description: 'What it means.', examples: ['Chooses the tools and answers for the choice.'] }),
      skills: z.array(idSchema).default([]).describe('Skill ids this is about.'),
      ...attribution,
    })
    .describe('Something the role answers for.'),
  'a responsibility',
);

export const dutySchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it under `duties`.'),
      title: textSchema.meta({ description: 'Name of the duty.', examples: ['Design of systems'] }),
      description: z.string().trim().default('').describe('What is done.'),
      interview: textSchema.optional().meta({ description: 'What interviewers look for.', examples: ['Trade-offs, said plainly.'] }),
      example: z
        .strictObject({
          figure: textSchema.optional().meta({ description: 'The figure of the example, where it has one.', examples: ['30 % less latency'] }),
          text: textSchema.meta({ description: 'An example of the duty done well.', examples: ['Cut the time of an answer by a third.'] }),
        })
        .optional()
        .meta({ description: 'The example the source gives.', examples: [{ figure: '30 %', text: 'Cut the time of an answer by a third.' }] }),
      ...attribution,
    })
    .describe('A duty of the role.'),
  'a duty',
);

export const trackSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it under `tracks`; the tree filters by it.'),
      title: textSchema.meta({ description: 'Job title.', examples: ['MLOps engineer'] }),
      level: levelSchema.exclude(['entry', 'top']).describe('Level of experience: junior, mid, senior or lead.'),
      focus: textSchema.meta({ description: 'What the role concentrates on.', examples: ['Getting models into production'] }),
      description: z.string().trim().default('').describe('What someone in the role does.'),
      profile: z
        .strictObject({
          skills: z
            .record(idSchema, z.int().min(1).max(3))
            .meta({ description: 'Skill id to weight: 1 helpful, 2 needed, 3 at the heart of the role.', examples: [{ docker: 3, python: 2 }] }),
          ...attribution,
        })
        .optional()
        .meta({ description: 'The skills the role needs, for the chart of skills earned against skills needed.', examples: [{ skills: { docker: 3, python: 2 } }] }),
      ...attribution,
    })
    .describe('A variation of the role.'),
  'a track',
);
