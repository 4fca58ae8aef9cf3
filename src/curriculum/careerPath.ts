import { z } from 'zod';
import {
  attribution, certificationSchema, courseSchema, factGroupSchema, levelSchema, sourceSchema, statementSchema,
} from './careerFacts';
import { idSchema } from './values';

/**
 * Career path format, version 1 (`labs/career-path.yaml`, or an institution's own file). Only `version`, `title`,
 * `stages` and `skills` are required; whatever else is missing is empty, and what shows it shows nothing.
 * References between items are checked in `careerReferences.ts`.
 */

const textSchema = z.string().trim().min(1);
const labsSchema = z.array(idSchema).default([]).describe('Lab ids where one can act on this.');
const skillsSchema = z.array(idSchema).default([]).describe('Skill ids this is about.');

export const skillSchema = z
  .strictObject({
    id: idSchema.describe('Labs refer to it under `skills`.'),
    title: textSchema.describe('Name of the skill.'),
    description: z.string().trim().default('').describe('What someone who has it can do.'),
    kind: z.enum(['technical', 'soft']).default('technical').describe('Technical, or a skill in working with people.'),
    sources: z.array(idSchema).default([]).describe('Ids of the sources that name it.'),
    asOf: attribution.asOf,
  })
  .describe('A skill the path asks for. Labs say which they train.');

const notTrainedSchema = z
  .strictObject({
    id: idSchema.describe('Unique among what is not trained.'),
    title: textSchema.describe('What the sources name.'),
    skill: idSchema.optional().describe('The skill it would belong to.'),
    reason: textSchema.describe('Why no lab trains it.'),
    instead: textSchema.optional().describe('What the labs use in its place.'),
    sources: z.array(idSchema).default([]).describe('Ids of the sources that name it.'),
    asOf: attribution.asOf,
  })
  .describe('Something the sources name and no lab trains, said plainly.');

export const actionSchema = z
  .strictObject({
    id: idSchema.describe('Labs refer to it as their `action`; unique in the whole path.'),
    title: textSchema.describe('The action, in the imperative.'),
    description: z.string().trim().default('').describe('What doing it well means.'),
    ...attribution,
  })
  .describe('A key action: a node of the tree, with labs under it.');

const monthsSchema = z
  .strictObject({
    from: z.number().min(0).describe('At least so many months.'),
    to: z.number().min(0).describe('At most so many months.'),
  })
  .describe('The same time in months, for charts.');

export const stageSchema = z
  .strictObject({
    id: idSchema.describe('Unique in the path.'),
    title: textSchema.describe('Heading of the stage.'),
    time: textSchema.optional().describe('How long it takes, as shown: "3-6 months".'),
    months: monthsSchema.optional(),
    summary: z.string().trim().default('').describe('What the stage is about.'),
    jobRoles: z.array(textSchema).default([]).describe('Job titles one holds in this stage.'),
    actions: z.array(actionSchema).min(1).describe('Key actions, in order.'),
    ...attribution,
  })
  .describe('A stage of the career.');

const roleSchema = z
  .strictObject({
    title: textSchema.describe('Name of the profession.'),
    definitions: z.array(statementSchema).default([]).describe('What the role is, a source each.'),
    dayToDay: z.array(statementSchema).default([]).describe('What is done from day to day.'),
    industries: z.array(statementSchema).default([]).describe('Who employs people in this role.'),
  })
  .describe('The profession the path leads to.');

const responsibilitySchema = z
  .strictObject({
    id: idSchema.describe('Unique among responsibilities.'),
    title: textSchema.describe('Name of the responsibility.'),
    description: textSchema.describe('What it means.'),
    skills: skillsSchema,
    ...attribution,
  })
  .describe('Something the role answers for.');

export const dutySchema = z
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
  .describe('A duty of the role.');

export const trackSchema = z
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
  .describe('A variation of the role.');

const howToSchema = z
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
  .describe("One source's steps into the profession.");

const growthPathSchema = z
  .strictObject({
    id: idSchema.describe('Unique among growth paths.'),
    title: textSchema.describe('Name of the direction.'),
    description: z.string().trim().default('').describe('Where it leads.'),
    positions: z.array(textSchema).default([]).describe('Positions along it, in order.'),
    ...attribution,
  })
  .describe('A direction in which a career goes on.');

const trendSchema = z
  .strictObject({
    id: idSchema.describe('Unique among trends.'),
    title: textSchema.describe('Name of the trend.'),
    description: z.string().trim().default('').describe('What is changing.'),
    labs: labsSchema,
    ...attribution,
  })
  .describe('A change in the profession.');

export const questionAnswerSchema = z
  .strictObject({
    id: idSchema.describe('Unique among questions.'),
    question: textSchema.describe('The question, in the words of someone who asks it.'),
    answer: textSchema.describe('The answer, in our own words.'),
    stages: z.array(idSchema).default([]).describe('Stage ids this is about.'),
    actions: z.array(idSchema).default([]).describe('Key action ids this is about.'),
    skills: skillsSchema,
    tracks: z.array(idSchema).default([]).describe('Track ids this is about.'),
    certifications: z.array(idSchema).default([]).describe('Certification ids this is about.'),
    labs: labsSchema,
    ...attribution,
  })
  .describe('A question people ask, with its answer and the labs where one acts on it.');

export const careerPathSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    title: textSchema.describe('What the path leads to.'),
    summary: z.string().trim().default('').describe('One or two sentences about the path.'),
    sources: z.record(idSchema, sourceSchema).default({}).describe('Documents facts come from, by id.'),
    role: roleSchema.optional(),
    responsibilities: z.array(responsibilitySchema).default([]).describe('What the role answers for.'),
    duties: z.array(dutySchema).default([]).describe('What the role does.'),
    stages: z.array(stageSchema).min(1).describe('Stages, in order.'),
    facts: z.array(factGroupSchema).default([]).describe('Pay, demand, time, education and the like, by question.'),
    skills: z.array(skillSchema).min(1).describe('Skills the path asks for.'),
    notTrained: z.array(notTrainedSchema).default([]).describe('What the sources name and no lab trains.'),
    tracks: z.array(trackSchema).default([]).describe('Variations of the role.'),
    certifications: z.array(certificationSchema).default([]).describe('Certifications worth knowing of.'),
    courses: z.array(courseSchema).default([]).describe('Courses and course platforms.'),
    howTo: z.array(howToSchema).default([]).describe("The sources' steps into the profession."),
    growthPaths: z.array(growthPathSchema).default([]).describe('Where the career can go on.'),
    trends: z.array(trendSchema).default([]).describe('What is changing in the profession.'),
    questions: z.array(questionAnswerSchema).default([]).describe('Questions people ask, with answers.'),
  })
  .describe('A career path: what the tree, the career guide and the portfolio show.');

export type CareerPath = z.infer<typeof careerPathSchema>;
export type CareerStage = z.infer<typeof stageSchema>;
export type CareerAction = z.infer<typeof actionSchema>;
export type CareerSkill = z.infer<typeof skillSchema>;
export type CareerTrack = z.infer<typeof trackSchema>;
