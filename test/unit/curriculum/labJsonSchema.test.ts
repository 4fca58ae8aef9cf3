import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { careerPathJsonSchema } from '../../../src/curriculum/careerPathJsonSchema';
import { labJsonSchema } from '../../../src/curriculum/labJsonSchema';
import { labReference } from '../../support/labReference';

const file = join(__dirname, '../../../schema/lab.schema.json');

type Node = Record<string, unknown> & {
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  oneOf?: Node[];
};

/** Every property of a schema that says nothing about itself, or does not show what may stand there. */
function undescribed(node: Node, at: string): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [
    ...(typeof value.description === 'string' ? [] : [`${at}.${key}: description`]),
    ...(showsValues(value) ? [] : [`${at}.${key}: default or example`]),
    ...undescribed(value, `${at}.${key}`),
  ]);
  const further = [node.items, node.additionalProperties, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return [...inner, ...further.filter((each): each is Node => typeof each === 'object').flatMap((each) => undescribed(each, `${at}[]`))];
}

/** The keys of a mapping show themselves what may stand there. */
function showsValues({ properties, type, ...node }: Node): boolean {
  return properties !== undefined || type === 'boolean' || ['default', 'examples', 'enum', 'const'].some((key) => node[key] !== undefined);
}

describe('the JSON schema of labs', () => {
  it('is the one in schema/ (AI_LABS_UPDATE_SCHEMA=1 writes it anew)', () => {
    const text = `${JSON.stringify(labJsonSchema(), undefined, 2)}\n`;
    if (process.env.AI_LABS_UPDATE_SCHEMA === '1') {
      writeFileSync(file, text);
    }
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('describes every key and shows what may stand there, as that of career paths does', () => {
    assert.deepEqual(undescribed(labJsonSchema() as Node, ''), []);
    assert.deepEqual(undescribed(careerPathJsonSchema() as Node, ''), []);
  });

  it('requires what a lab cannot be without', () => {
    const { required, additionalProperties } = labJsonSchema();
    assert.deepEqual(required, ['version', 'id', 'title', 'summary', 'action', 'difficulty', 'minutes', 'services', 'steps']);
    assert.equal(additionalProperties, false);
  });

  it('wants a check to be a file or a text, and a service to have an image or a build', () => {
    const schema = JSON.stringify(labJsonSchema());
    assert.ok(schema.includes('"oneOf":[{"required":["run"]},{"required":["script"]}]'));
    assert.ok(schema.includes('"oneOf":[{"required":["image"]},{"required":["build"]}]'));
  });
});

describe('the tables of docs/lab-format.md', () => {
  it('are those of the schema (AI_LABS_UPDATE_SCHEMA=1 writes them anew)', () => {
    const page = join(__dirname, '../../../docs/lab-format.md');
    const [before = ''] = readFileSync(page, 'utf8').split('<!-- tables -->');
    const text = `${before}<!-- tables -->\n\n${labReference()}`;
    if (process.env.AI_LABS_UPDATE_SCHEMA === '1') {
      writeFileSync(page, text);
    }
    assert.equal(readFileSync(page, 'utf8'), text);
  });
});
