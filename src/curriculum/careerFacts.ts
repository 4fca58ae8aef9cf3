import { z } from 'zod';
import { idSchema } from './values';

/** The parts of a career path that state facts: where each comes from, of when it is, and what the figure was. */

export const dateSchema = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be a date in quotes, like "2026", "2026-06" or "2026-06-30"');

const textSchema = z.string().trim().min(1);

/** Where an item comes from. Spread into every item that states something about the world. */
export const attribution = {
  source: idSchema.optional().describe('Id of the source in `sources` that says so.'),
  asOf: dateSchema.optional().describe('The date the statement speaks of: a year, a month or a day, in quotes.'),
};

export const sourceSchema = z
  .strictObject({
    title: textSchema.describe('What the source is, in plain words.'),
    kind: textSchema.describe('Kind of publication, for example "career guide" or "hiring guide".'),
    asOf: dateSchema.describe('When it was written, as far as is known.'),
    speaksOf: textSchema.optional().describe('The years, region or people it speaks of.'),
    note: textSchema.optional().describe('How to read it: how it was dated, what its interest is.'),
    url: z.url({ protocol: /^https$/ }).optional().describe('Where it can be read.'),
  })
  .describe('A document facts were taken from.');

export const statementSchema = z
  .strictObject({ text: textSchema.describe('One statement, as one or a few sentences.'), ...attribution })
  .describe('A statement with its source.');

export const levels = ['entry', 'junior', 'mid', 'senior', 'lead', 'top'] as const;
export const levelSchema = z.enum(levels);

export const factSchema = z
  .strictObject({
    id: idSchema.describe('Unique among all facts.'),
    label: textSchema.describe('What the figure is of, for example "Median".'),
    value: textSchema.describe('The figure or words as shown, just as the source has them.'),
    subject: textSchema.optional().describe('Whom the figure is about, where that is not the profession itself but a stand-in.'),
    low: z.number().optional().describe('The figure, or the lower end of a range, for charts.'),
    high: z.number().optional().describe('The figure again, or the upper end of a range, for charts.'),
    orMore: z.boolean().default(false).describe('True where the source leaves the upper end open ("280+").'),
    unit: textSchema.optional().describe('Unit of `low` and `high`, for example "USD a year".'),
    level: levelSchema.optional().describe('Level of experience the figure is for; links pay to tracks.'),
    note: textSchema.optional().describe('What has to be known to read the figure.'),
    ...attribution,
  })
  .describe('One figure of one source.');

export const factGroupSchema = z
  .strictObject({
    id: idSchema.describe('Unique among groups of facts.'),
    title: textSchema.describe('Heading of the group.'),
    note: textSchema.optional().describe('What the figures have in common, or why they differ.'),
    items: z.array(factSchema).min(1).describe('Figures to be shown side by side, never blended into one.'),
  })
  .describe('Facts about one question, from different sources.');

export const certificationStatuses = ['active', 'retired', 'replaced', 'check-with-vendor'] as const;
const statusSchema = z.enum(certificationStatuses);

export const certificationSchema = z
  .strictObject({
    id: idSchema.describe('Labs refer to it under `certifications`.'),
    title: textSchema.describe("The certification's full name."),
    alias: textSchema.optional().describe('Another name under which sources know it.'),
    provider: textSchema.describe('Who awards it.'),
    purpose: textSchema.describe('What it shows about its holder.'),
    status: statusSchema.describe('Whether it can be earned: active, retired, replaced (then say by which), or to be checked with the vendor.'),
    successor: idSchema.optional().describe('Id of the certification that took its place.'),
    statusAsOf: dateSchema.optional().describe('When the status was looked up.'),
    statusNote: textSchema.optional().describe('What is known about the status.'),
    url: z.url({ protocol: /^https$/ }).optional().describe("The vendor's page, to check."),
    ...attribution,
  })
  .describe('A certification worth knowing of.');

export const courseSchema = z
  .strictObject({
    id: idSchema.describe('Unique among courses.'),
    title: textSchema.describe('Name of the course, certificate or platform.'),
    provider: textSchema.describe('Who offers it.'),
    kind: z.enum(['platform', 'course', 'certificate']).describe('A platform with many courses, one course, or a course that ends with a certificate.'),
    description: textSchema.describe('What it offers.'),
    effort: textSchema.optional().describe('How much time it takes, as the source has it.'),
    certifications: z.array(idSchema).default([]).describe('Certifications it prepares for.'),
    status: statusSchema.default('check-with-vendor').describe('Whether it is still offered.'),
    url: z.url({ protocol: /^https$/ }).optional().describe("The provider's page."),
    ...attribution,
  })
  .describe('A course or course platform.');
