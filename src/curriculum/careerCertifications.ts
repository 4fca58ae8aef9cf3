import * as z from 'zod';
import { attribution, dateSchema, textSchema } from './careerFacts';
import { named } from './expectation';
import { idSchema } from './values';

export const certificationStatuses = ['active', 'retired', 'replaced', 'check-with-vendor'] as const;
const statusSchema = z.enum(certificationStatuses);

export const certificationSchema = named(
  z
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
    .describe('A certification worth knowing of.'),
  'a certification',
);

export const courseSchema = named(
  z
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
    .describe('A course or course platform.'),
  'a course',
);
