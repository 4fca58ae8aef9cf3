import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getLanguageService, type LanguageService } from 'yaml-language-server';
import { TextDocument } from 'vscode-languageserver-textdocument';
import manifest from '../../../package.json';
import { readLab } from '../../../src/curriculum/parseLab';
import { parseCareerPath } from '../../../src/curriculum/parseCareerPath';
import { soundText } from './marks';

const root = path.resolve(__dirname, '../../..');
const labs = path.join(root, 'labs');
const labFiles = readdirSync(labs, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name) === 'lab.yaml').map((name) => path.join(labs, name));

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  description?: string;
}

/** The schemas as VS Code's YAML extension is told of them. */
function contributed(): { uri: string; fileMatch: string[]; schema: Schema }[] {
  return manifest.contributes.yamlValidation.map(({ fileMatch, url }) => ({
    uri: `schema://${url}`,
    fileMatch: [fileMatch],
    schema: JSON.parse(readFileSync(path.join(root, url), 'utf8')) as Schema,
  }));
}

describe('a YAML language server, with the schemas of the manifest', function () {
  this.timeout(60_000);
  let service: LanguageService;
  let version = 0;
  const schemas = contributed();
  const [lab] = schemas;

  before(() => {
    service = getLanguageService({
      // Labs may name the schema in a comment, for editors that know no manifest.
      schemaRequestService: async (uri) => readFile(fileURLToPath(uri), 'utf8'),
      workspaceContext: { resolveRelativePath: (relative) => relative },
    });
    service.configure({ validate: true, hover: true, completion: true, schemas });
  });

  /** The server remembers what it read by name and version. */
  function document(text: string, file = '/labs/s/x/lab.yaml'): TextDocument {
    return TextDocument.create(`file://${file}`, 'yaml', (version += 1), text);
  }

  /** Lines (from 1) of what the server finds wrong. */
  async function complaints(text: string, file = '/labs/s/x/lab.yaml'): Promise<{ line: number; message: string }[]> {
    const found = await service.doValidation(document(text, file), false);
    return found.map(({ range, message }) => ({ line: range.start.line + 1, message }));
  }

  function ours(text: string, file = '/labs/s/x/lab.yaml'): number[] {
    return readLab({ file, catalog: 'c', images: '/images' }, { text }).problems.map(({ line }) => line);
  }

  it('finds nothing wrong where our parser does not: every lab, and the career path', async () => {
    for (const file of labFiles) {
      const text = readFileSync(file, 'utf8');
      assert.deepEqual(await complaints(text, file), [], file);
      assert.deepEqual(readLab({ file, catalog: 'c', images: path.join(labs, 'images') }).problems.filter(({ severity }) => severity === 'error'), [], file);
    }
    const file = path.join(labs, 'career-path.yaml');
    const text = readFileSync(file, 'utf8');
    assert.deepEqual([await complaints(text, file), parseCareerPath(text, file).problems], [[], []]);
  });

  it('finds the misspelt keys of every lab where our parser does', async () => {
    let tried = 0;
    for (const file of labFiles) {
      const lines = readFileSync(file, 'utf8').split('\n');
      for (let index = 3; index < lines.length; index += 17) {
        const line = lines[index] ?? '';
        const spoilt = line.replace(/^( *(?:- )?)(id|title|guide|run|solution|checks|hints|image|user|minutes|skills):/, '$1$2zz:');
        if (spoilt !== line) {
          const text = lines.with(index, spoilt).join('\n');
          const theirs = (await complaints(text, file)).map((each) => each.line);
          assert.ok(theirs.length > 0, `${file}:${index + 1}`);
          assert.ok(ours(text, file).includes(index + 1), `${file}:${index + 1}`);
          tried += 1;
        }
      }
    }
    assert.ok(tried > 10, `${tried} tried`);
  });

  const mistakes: [what: string, from: string, to: string][] = [
    ['a number that is text', 'minutes: 5', 'minutes: soon'],
    ['a choice that is none', 'difficulty: beginner', 'difficulty: easy'],
    ['an id that is none', 'id: done', 'id: Not An Id'],
    ['a list that is text', 'steps:\n', 'skills: docker\nsteps:\n'],
    ['a check of two kinds', 'run: checks/done.sh', 'run: checks/done.sh\n        script: exit 0'],
    ['a service without an image', 'image: debian:bookworm-slim', 'user: learner'],
    ['a truth that is none', 'title: It is done', 'title: It is done\n        given: perhaps'],
    ['a key that is missing', '    title: Do it\n', ''],
  ];
  for (const [what, from, to] of mistakes) {
    it(`and our parser both find ${what}`, async () => {
      const text = soundText.replace(from, to);
      assert.notEqual(text, soundText);
      assert.ok((await complaints(text)).length > 0);
      assert.ok(ours(text).length > 0);
    });
  }

  it('completes every key of a check, and explains it', async () => {
    const text = soundText.replace('        run: checks/done.sh\n', '        run: checks/done.sh\n        \n');
    const line = text.split('\n').findIndex((each) => each === '        ');
    const { items } = await service.doComplete(document(text), { line, character: 8 }, false);
    const known = lab?.schema.properties?.steps?.items?.properties?.checks?.items?.properties ?? {};
    const offered = new Map(items.map(({ label, documentation }) => [label, documentation]));
    for (const [key, { description }] of Object.entries(known)) {
      if (!['id', 'title', 'run'].includes(key)) {
        assert.ok(offered.has(key), key);
        assert.ok(JSON.stringify(offered.get(key)).includes(JSON.stringify(description).slice(1, -1)), key);
      }
    }
  });

  it('says what a key means', async () => {
        const line = soundText.split('\n').findIndex((each) => each.includes('guide:'));
    const hover = await service.doHover(document(soundText), { line, character: 6 });
    assert.match(JSON.stringify(hover?.contents), /Instructions, a Markdown file/);
  });
});
