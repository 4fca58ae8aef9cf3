import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { careerPathJsonSchema } from '../../../src/curriculum/careerPathJsonSchema';

const file = join(__dirname, '../../../schema/career-path.schema.json');

type Node = Record<string, unknown> & { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node | boolean };

/** Every property of a schema that says nothing about itself. */
function undescribed(node: Node, at: string): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [
    ...(typeof value.description === 'string' ? [] : [`${at}.${key}`]),
    ...undescribed(value, `${at}.${key}`),
  ]);
  const further = [node.items, node.additionalProperties].filter((each): each is Node => typeof each === 'object');
  return [...inner, ...further.flatMap((each) => undescribed(each, `${at}[]`))];
}

describe('the JSON schema of career paths', () => {
  it('is the one in schema/ (AI_LABS_UPDATE_SCHEMA=1 writes it anew)', () => {
    const text = `${JSON.stringify(careerPathJsonSchema(), undefined, 2)}\n`;
    if (process.env.AI_LABS_UPDATE_SCHEMA === '1') {
      writeFileSync(file, text);
    }
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('describes every field', () => {
    assert.deepEqual(undescribed(careerPathJsonSchema() as Node, ''), []);
  });

  it('requires nothing but version, title, stages and skills', () => {
    assert.deepEqual(careerPathJsonSchema().required, ['version', 'title', 'stages', 'skills']);
    assert.equal(careerPathJsonSchema().additionalProperties, false);
  });
});
