import * as z from 'zod';
import { named } from './expectation';
import { idSchema } from './values';

/** The parts of a career path that state facts: where each comes from, of when it is, and what the figure was. */

const dateText = 'a date in quotes, like "2026", "2026-06" or "2026-06-30"';

export const dateSchema = named(
  z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, `must be ${dateText}`),
  dateText,
);

/** Text that says something: not empty, without space around it. */
export const textSchema = z.string().trim().min(1);

/** Where an item comes from. Spread into every item that states something about the world. */
export const attribution = {
  source: idSchema.optional().describe('Id of the source in `sources` that says so.'),
  asOf: dateSchema.optional().describe('The date the statement speaks of: a year, a month or a day, in quotes.'),
};

export const sourceSchema = named(
  z
    .strictObject({
      title: textSchema.describe('What the source is, in plain words.'),
      kind: textSchema.describe('Kind of publication, for example "career guide" or "hiring guide".'),
      asOf: named(dateSchema.describe('When it was written, as far as is known.'), dateText),
      speaksOf: textSchema.optional().describe('The years, region or people it speaks of.'),
      note: textSchema.optional().describe('How to read it: how it was dated, what its interest is.'),
      url: z.url({ protocol: /^https$/ }).optional().describe('Where it can be read.'),
    })
    .describe('A document facts were taken from.'),
  'a source',
);

export const statementSchema = named(
  z
    .strictObject({ text: textSchema.describe('One statement, as one or a few sentences.'), ...attribution })
    .describe('A statement with its source.'),
  'a statement',
);

export const levels = ['entry', 'junior', 'mid', 'senior', 'lead', 'top'] as const;
export const levelSchema = z.enum(levels);

export const factSchema = named(
  z
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
    .describe('One figure of one source.'),
  'a fact',
);

export const factGroupSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among groups of facts.'),
      title: textSchema.describe('Heading of the group.'),
      note: textSchema.optional().describe('What the figures have in common, or why they differ.'),
      items: z.array(factSchema).min(1).describe('Figures to be shown side by side, never blended into one.'),
    })
    .describe('Facts about one question, from different sources.'),
  'a group of facts',
);
