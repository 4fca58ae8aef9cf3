import * as z from 'zod';
import { named } from './expectation';
import { idSchema } from './values';

/** The parts of a career path that state facts: where each comes from, of when it is, and what the figure was. */

const dateText = 'a date in quotes, like "2026", "2026-06" or "2026-06-30"';

export const dateSchema = named(
  z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, `must be ${dateText}`).meta({ examples: ['2026-06'] }),
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
      title: textSchema.meta({ description: 'What the source is, in plain words.', examples: ['A survey of salaries'] }),
      kind: textSchema.meta({ description: 'Kind of publication, for example "career guide" or "hiring guide".', examples: ['career guide'] }),
      asOf: named(dateSchema.describe('When it was written, as far as is known.'), dateText),
      speaksOf: textSchema.optional().meta({ description: 'The years, region or people it speaks of.', examples: ['2025, United States'] }),
      note: textSchema.optional().meta({ description: 'How to read it: how it was dated, what its interest is.', examples: ['Sells courses.'] }),
      url: z.url({ protocol: /^https$/ }).optional().meta({ description: 'Where it can be read.', examples: ['https://example.org/guide'] }),
    })
    .describe('A document facts were taken from.'),
  'a source',
);

export const statementSchema = named(
  z
    .strictObject({ text: textSchema.meta({ description: 'One statement, as one or a few sentences.', examples: ['Designs how models reach the people who use them.'] }), ...attribution })
    .describe('A statement with its source.'),
  'a statement',
);

export const levels = ['entry', 'junior', 'mid', 'senior', 'lead', 'top'] as const;
export const levelSchema = z.enum(levels);

export const factSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among all facts.'),
      label: textSchema.meta({ description: 'What the figure is of, for example "Median".', examples: ['Median'] }),
      value: textSchema.meta({ description: 'The figure or words as shown, just as the source has them.', examples: ['$150,000'] }),
      subject: textSchema.optional().meta({ description: 'Whom the figure is about, where that is not the profession itself but a stand-in.', examples: ['Software architects'] }),
      low: z.number().optional().meta({ description: 'The figure, or the lower end of a range, for charts.', examples: [120000] }),
      high: z.number().optional().meta({ description: 'The figure again, or the upper end of a range, for charts.', examples: [180000] }),
      orMore: z.boolean().default(false).describe('True where the source leaves the upper end open ("280+").'),
      unit: textSchema.optional().meta({ description: 'Unit of `low` and `high`, for example "USD a year".', examples: ['USD a year'] }),
      level: levelSchema.optional().describe('Level of experience the figure is for; links pay to tracks.'),
      note: textSchema.optional().meta({ description: 'What has to be known to read the figure.', examples: ['Without shares and bonuses.'] }),
      ...attribution,
    })
    .describe('One figure of one source.'),
  'a fact',
);

export const factGroupSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among groups of facts.'),
      title: textSchema.meta({ description: 'Heading of the group.', examples: ['What the role pays'] }),
      note: textSchema.optional().meta({ description: 'What the figures have in common, or why they differ.', examples: ['The sources count different people.'] }),
      items: z.array(factSchema).min(1).meta({ description: 'Figures to be shown side by side, never blended into one.', examples: [[{ id: 'pay-median', label: 'Median', value: '$150,000' }]] }),
    })
    .describe('Facts about one question, from different sources.'),
  'a group of facts',
);
