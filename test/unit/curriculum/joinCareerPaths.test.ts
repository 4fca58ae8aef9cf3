import assert from 'node:assert/strict';
import { joinCareerPaths } from '../../../src/curriculum/joinCareerPaths';
import { parseCareerPath } from '../../../src/curriculum/parseCareerPath';
import type { LoadedCareerPath } from '../../../src/curriculum/careerPathFile';

const read = (stages: Record<string, string[]>, skill: string): LoadedCareerPath => {
  const loaded = parseCareerPath(JSON.stringify({
    version: 1, title: 'A path', skills: [{ id: skill, title: skill }],
    stages: Object.entries(stages).map(([id, actions]) => ({ id, title: id, actions: actions.map((action) => ({ id: action, title: action })) })),
  }), '/path.yaml');
  assert.ok(loaded.path, JSON.stringify(loaded.problems));
  return loaded;
};

describe('Career paths that come with labs', () => {
  const own = read({ first: ['containers', 'serving'] }, 'docker');

  it('add the stages, actions and skills that are new', () => {
    const { path } = joinCareerPaths(own, [read({ first: ['other'], school: ['containers', 'grading'] }, 'school'), read({ school: ['twice'], last: ['end'] }, 'docker')]);
    assert.deepEqual(path?.stages.map(({ id, actions }) => [id, actions.map((action) => action.id)]), [['first', ['containers', 'serving']], ['school', ['grading']], ['last', ['end']]]);
    assert.deepEqual(path?.skills.map(({ id }) => id), ['docker', 'school']);
    assert.equal(own.path?.stages.length, 1, 'the path itself stays as it is');
  });

  it('change nothing where they say the same, or cannot be read', () => {
    const broken: LoadedCareerPath = { problems: [{ file: '/x', line: 1, column: 1, endLine: 1, endColumn: 1, severity: 'error', code: 'x', message: 'x' }] };
    assert.deepEqual(joinCareerPaths(own, [own]).path, own.path);
    assert.deepEqual(joinCareerPaths(own, [broken]), { path: own.path, problems: broken.problems });
  });
});
