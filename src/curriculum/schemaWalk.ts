import { globalRegistry } from 'zod';
import type * as z from 'zod';
import { type Expectation, expectationOf } from './expectation';
import { valueAt } from './flatIssues';
import type { YamlPath } from './yamlNodes';

type Schema = z.core.$ZodType;

/** The schemas a value may follow: wrappers taken off, unions spread out. */
export function alternatives(schema: Schema): Schema[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  if (expectationOf(schema)) {
    return [schema];
  }
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return alternatives(def.innerType);
    case 'pipe':
      return alternatives(def.in);
    case 'lazy':
      return alternatives(def.getter());
    case 'union':
      return def.options.flatMap(alternatives);
    default:
      return [schema];
  }
}

/**
 * The schemas of what stands at a path; none where the schema has no such place.
 *
 * @param value the whole data: where it says which of several alternatives is meant (`kind: choice`), the others are left out
 */
export function schemasAt(schema: Schema, path: YamlPath, value: unknown): Schema[] {
  let found = meant(alternatives(schema), value);
  path.forEach((step, index) => {
    const children = found.flatMap((parent) => child(parent, step)).flatMap(alternatives);
    found = meant(children, valueAt(value, path.slice(0, index + 1)));
  });
  return found;
}

/** Leaves out objects that a literal of theirs rules out, unless none would remain. */
function meant(schemas: Schema[], value: unknown): Schema[] {
  if (schemas.length < 2) {
    return schemas;
  }
  const fitting = schemas.filter((schema) => {
    const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
    return def.type !== 'object' || Object.entries(def.shape).every(([key, field]) => allows(field, valueAt(value, [key])));
  });
  return fitting.length > 0 ? fitting : schemas;
}

function allows(field: Schema, value: unknown): boolean {
  const { def } = field._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  return def.type !== 'literal' || value === undefined || (def.values as unknown[]).includes(value);
}

function child(schema: Schema, step: string | number): Schema[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, step) ? [def.shape[step] as Schema] : [];
    case 'record':
      return [def.valueType];
    case 'array':
      return [def.element];
    // Reached where a wrapper carries a name of its own.
    case 'optional':
    case 'nullable':
    case 'default':
      return child(def.innerType, step);
    case 'pipe':
      return child(def.in, step);
    case 'union':
      return def.options.flatMap((option) => child(option, step));
    default:
      return [];
  }
}

/** The keys an object at a path may have, over all alternatives. Empty for mappings with free keys. */
export function knownKeys(schema: Schema, path: YamlPath, value: unknown): string[] {
  const keys = schemasAt(schema, path, value).flatMap((each) => {
    const { def } = each._zod as { def: z.core.$ZodTypes['_zod']['def'] };
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
  return [...new Set(keys)];
}

/** What should stand at a path, as words after "must be". */
export function expectedAt(schema: Schema, path: YamlPath, value: unknown): Expectation {
  const all = schemasAt(schema, path, value).map(describe);
  const texts = [...new Set(all.map((each) => each.text))];
  return { text: texts.join(' or ') || 'something else', repair: all.find((each) => each.repair)?.repair };
}

/** What may stand at a path, as an example shows it; undefined where there is none, or several kinds of things may. */
export function exampleAt(schema: Schema, path: YamlPath, value: unknown): unknown {
  const [found, another] = schemasAt(schema, path, value);
  if (!found || another) {
    return undefined;
  }
  const { def } = found._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  const [written] = examplesOf(found) ?? [];
  return written ?? (def.type === 'literal' ? def.values[0] : def.type === 'enum' ? Object.values(def.entries)[0] : undefined);
}

/** Examples that a schema carries, of what is written in the file. */
export function examplesOf(schema: Schema): unknown[] | undefined {
  return globalRegistry.get(schema)?.examples as unknown[] | undefined;
}

function describe(schema: Schema): Expectation {
  return expectationOf(schema) ?? { text: describeKind(schema) };
}

function describeKind(schema: Schema): string {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  switch (def.type) {
    case 'string':
      return 'text';
    case 'number':
      return (def as { format?: string }).format === 'safeint' ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping (keys with values)';
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    default:
      return def.type;
  }
}

export function oneOf(values: readonly unknown[]): string {
  const texts = values.map((value) => `\`${String(value)}\``);
  const last = texts.pop() ?? '';
  return texts.length > 0 ? `${texts.join(', ')} or ${last}` : last;
}
