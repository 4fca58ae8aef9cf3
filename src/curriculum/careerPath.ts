import * as z from 'zod';
import { certificationSchema, courseSchema } from './careerCertifications';
import { factGroupSchema, sourceSchema, textSchema } from './careerFacts';
import { growthPathSchema, howToSchema, questionAnswerSchema, trendSchema } from './careerGuide';
import { dutySchema, responsibilitySchema, roleSchema, trackSchema } from './careerRoles';
import { type actionSchema, notTrainedSchema, skillSchema, stageSchema } from './careerStages';
import { idSchema } from './values';

/**
 * Career path format, version 1 (`labs/career-path.yaml`, or an institution's own file). Only `version`, `title`,
 * `stages` and `skills` are required; whatever else is missing is empty, and what shows it shows nothing.
 * References between items are checked in `careerReferences.ts`.
 */
export const careerPathSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    title: textSchema.meta({ description: 'What the path leads to.', examples: ['AI architect'] }),
    summary: z.string().trim().default('').describe('One or two sentences about the path.'),
    sources: z.record(idSchema, sourceSchema).default({}).describe('Documents facts come from, by id.'),
    role: roleSchema.optional(),
    responsibilities: z.array(responsibilitySchema).default([]).describe('What the role answers for.'),
    duties: z.array(dutySchema).default([]).describe('What the role does.'),
    stages: z.array(stageSchema).min(1).meta({ description: 'Stages, in order.', examples: [[{ id: 'foundations', title: 'Foundations', actions: [{ id: 'containers', title: 'Put models into containers' }] }]] }),
    facts: z.array(factGroupSchema).default([]).describe('Pay, demand, time, education and the like, by question.'),
    skills: z.array(skillSchema).min(1).meta({ description: 'Skills the path asks for.', examples: [[{ id: 'docker', title: 'Docker' }]] }),
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
