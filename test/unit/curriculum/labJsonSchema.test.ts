import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Every property of a schema that neither says something about itself nor names its choices. */
function undescribed(node: Node, at: string): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [
    ...(typeof value.description === 'string' || value.enum !== undefined || value.const !== undefined ? [] : [`${at}.${key}`]),
    ...undescribed(value, `${at}.${key}`),
  ]);
  const further = [node.items, node.additionalProperties, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return [...inner, ...further.filter((each): each is Node => typeof each === 'object').flatMap((each) => undescribed(each, `${at}[]`))];
}

describe('the JSON schema of labs', () => {
  it('is the one in schema/ (AI_LABS_UPDATE_SCHEMA=1 writes it anew)', () => {
    const text = `${JSON.stringify(labJsonSchema(), undefined, 2)}\n`;
    if (process.env.AI_LABS_UPDATE_SCHEMA === '1') {
      writeFileSync(file, text);
    }
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('describes every key', () => {
    assert.deepEqual(undescribed(labJsonSchema() as Node, ''), []);
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
