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
      title: textSchema.meta({ description: "The certification's full name.", examples: ['Certified Kubernetes Administrator'] }),
      alias: textSchema.optional().meta({ description: 'Another name under which sources know it.', examples: ['CKA'] }),
      provider: textSchema.meta({ description: 'Who awards it.', examples: ['The Linux Foundation'] }),
      purpose: textSchema.meta({ description: 'What it shows about its holder.', examples: ['Runs clusters day to day.'] }),
      status: statusSchema.describe('Whether it can be earned: active, retired, replaced (then say by which), or to be checked with the vendor.'),
      successor: idSchema.optional().describe('Id of the certification that took its place.'),
      statusAsOf: dateSchema.optional().describe('When the status was looked up.'),
      statusNote: textSchema.optional().meta({ description: 'What is known about the status.', examples: ['The exam is offered in several languages.'] }),
      url: z.url({ protocol: /^https$/ }).optional().meta({ description: "The vendor's page, to check.", examples: ['https://example.org/exam'] }),
      ...attribution,
    })
    .describe('A certification worth knowing of.'),
  'a certification',
);

export const courseSchema = named(
  z
    .strictObject({
      id: idSchema.describe('Unique among courses.'),
      title: textSchema.meta({ description: 'Name of the course, certificate or platform.', examples: ['Machine learning in production'] }),
      provider: textSchema.meta({ description: 'Who offers it.', examples: ['A university'] }),
      kind: z.enum(['platform', 'course', 'certificate']).describe('A platform with many courses, one course, or a course that ends with a certificate.'),
      description: textSchema.meta({ description: 'What it offers.', examples: ['Courses with exercises, at your own pace.'] }),
      effort: textSchema.optional().meta({ description: 'How much time it takes, as the source has it.', examples: ['3 months'] }),
      certifications: z.array(idSchema).default([]).describe('Certifications it prepares for.'),
      status: statusSchema.default('check-with-vendor').describe('Whether it is still offered.'),
      url: z.url({ protocol: /^https$/ }).optional().meta({ description: "The provider's page.", examples: ['https://example.org/course'] }),
      ...attribution,
    })
    .describe('A course or course platform.'),
  'a course',
);
