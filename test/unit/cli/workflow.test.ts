import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { rehearse } from '../../../src/cli/rehearse';
import { validate } from '../../../src/cli/validate';

const file = path.resolve(__dirname, '../../../docs/rehearse-labs.yml');

describe('the workflow that instructors copy', () => {
  it('says what the command line understands', () => {
    const { jobs } = parse(readFileSync(file, 'utf8')) as { jobs: { rehearse: { steps: { run?: string }[] } } };
    const commands = jobs.rehearse.steps.flatMap(({ run }) => run?.match(/^\$AI_LABS .*$/gm) ?? []);
    const known = { [validate.name]: validate, [rehearse.name]: rehearse };
    assert.deepEqual(commands.map((command) => command.split(' ')[1]), ['validate', 'rehearse']);
    for (const command of commands) {
      const options = [...command.matchAll(/ --([\w-]+)/g)].map(([, option = '']) => option);
      const { options: understood = {} } = known[command.split(' ')[1] ?? ''] ?? {};
      assert.deepEqual(options.filter((option) => !(option in understood)), [], command);
    }
    assert.match(commands[1] ?? '', /--guide .*--junit/);
  });
});
