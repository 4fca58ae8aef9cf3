import * as z from 'zod';
import { careerPathSchema } from './careerPath';

/**
 * The career path format for editors: JSON Schema draft 7, which YAML language servers understand. What stands in
 * `schema/career-path.schema.json` is exactly this; a test compares them. References between items are beyond JSON
 * Schema and stay with `parseCareerPath`.
 */
export function careerPathJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(careerPathSchema, { io: 'input', target: 'draft-7' }), title: 'Career path' };
}
