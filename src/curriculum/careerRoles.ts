import * as z from 'zod';
import { attribution, levelSchema, statementSchema, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

export const roleSchema = named(
  z
    .strictObject({
      title: textSchema.describe('Name of the profession.'),
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
      title: textSchema.describe('Name of the responsibility.'),
      description: textSchema.describe('What it means.'),
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
      title: textSchema.describe('Name of the duty.'),
      description: z.string().trim().default('').describe('What is done.'),
      interview: textSchema.optional().describe('What interviewers look for.'),
      example: z
        .strictObject({
          figure: textSchema.optional().describe('The figure of the example, where it has one.'),
          text: textSchema.describe('An example of the duty done well.'),
        })
        .optional()
        .describe('The example the source gives.'),
      ...attribution,
    })
    .describe('A duty of the role.'),
  'a duty',
);

export const trackSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Labs refer to it under `tracks`; the tree filters by it.'),
      title: textSchema.describe('Job title.'),
      level: levelSchema.exclude(['entry', 'top']).describe('Level of experience: junior, mid, senior or lead.'),
      focus: textSchema.describe('What the role concentrates on.'),
      description: z.string().trim().default('').describe('What someone in the role does.'),
      profile: z
        .strictObject({
          skills: z
            .record(idSchema, z.int().min(1).max(3))
            .describe('Skill id to weight: 1 helpful, 2 needed, 3 at the heart of the role.'),
          ...attribution,
        })
        .optional()
        .describe('The skills the role needs, for the chart of skills earned against skills needed.'),
      ...attribution,
    })
    .describe('A variation of the role.'),
  'a track',
);
