import * as z from 'zod';
import { checkSchema, labSchema } from './labSchema';
import { examplesOf } from './schemaWalk';
import { serviceSchema } from './service';

/**
 * The lab format for editors: JSON Schema draft 7, which YAML language servers understand. What stands in
 * `schema/lab.schema.json` is exactly this; a test compares them. Files, names of other parts of a lab and keys that
 * are refused for safety stay with `parseLab`, which says why.
 */
export function labJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(labSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      // Left out by zod where a value is transformed, though examples here are of what is written.
      const examples = examplesOf(zodSchema);
      if (examples) {
        jsonSchema.examples = examples;
      }
      if (zodSchema === checkSchema) {
        jsonSchema.oneOf = [{ required: ['run'] }, { required: ['script'] }];
      } else if (zodSchema === serviceSchema) {
        jsonSchema.oneOf = [{ required: ['image'] }, { required: ['build'] }];
      }
    },
  });
  return { ...schema, title: 'Lab' };
}
