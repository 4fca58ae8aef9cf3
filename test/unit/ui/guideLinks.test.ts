import assert from 'node:assert/strict';
import { learnerPath, parseGuideLink } from '../../../src/ui/guide/guideLinks';

describe('links of a guide', () => {
  const good: [string, unknown][] = [
    ['file:src/app.py#L10', { kind: 'file', path: 'src/app.py', line: 10 }],
    ['file:src/app.py#L10-L12', { kind: 'file', path: 'src/app.py', line: 10 }],
    ['file:a%20b.txt', { kind: 'file', path: 'a b.txt', line: undefined }],
    ['file:./x/../y.txt', { kind: 'file', path: 'y.txt', line: undefined }],
    ['port:lab:8080/estimate?km=60', { kind: 'port', service: 'lab', port: 8080, path: '/estimate?km=60' }],
    ['port:lab:8080', { kind: 'port', service: 'lab', port: 8080, path: '/' }],
    ['check:answers-well', { kind: 'check', check: 'answers-well' }],
    ['restart:lb', { kind: 'restart', service: 'lb' }],
    ['hint:', { kind: 'hint' }],
    ['https://example.org/x', { kind: 'web', url: 'https://example.org/x' }],
  ];
  for (const [href, expected] of good) {
    it(`understands ${href}`, () => assert.deepEqual(parseGuideLink(href), expected));
  }

  const refused = [
    'command:workbench.action.terminal.new', 'javascript:alert(1)', 'data:text/html,x', 'vscode://x/y', 'file:/etc/passwd',
    'file:../../secret', 'file:x/../../secret', 'file:%2e%2e/secret', 'file:C:/x', 'file:a\\b', 'file:', 'port:lab:0', 'port:lab:70000',
    'port:lab:80@evil.example/', 'port:lab:8080/\\evil', 'check:', 'check:A b', 'no scheme',
  ];
  for (const href of refused) {
    it(`refuses ${href}`, () => assert.equal(parseGuideLink(href), undefined));
  }

  it('keeps paths inside the learner’s folder', () => {
    assert.equal(learnerPath('a/./b'), 'a/b');
    assert.equal(learnerPath('..'), undefined);
    assert.equal(learnerPath('a\0b'), undefined);
  });
});
