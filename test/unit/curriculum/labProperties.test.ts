import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { soundText, problemsOf } from './marks';

const lines = soundText.split('\n');

function look(text: string): void {
  for (const problem of problemsOf(text)) {
    assert.ok(problem.line >= 1 && problem.column >= 1 && problem.endLine >= problem.line, JSON.stringify(problem));
    assert.doesNotMatch(problem.message, /undefined|\[object|NaN|Invalid input/, text);
    assert.match(problem.code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  }
}

describe('reading a lab', () => {
  it('never throws, whatever the data', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => look(stringify(value))), { numRuns: 500 });
  }).timeout(60_000);

  it('never throws when lines are lost, doubled or moved', () => {
    const line = fc.nat({ max: lines.length - 1 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: lines.length + 5 }), (order) => look(order.map((index) => lines[index]).join('\n'))),
      { numRuns: 300 },
    );
  }).timeout(60_000);

  it('never throws when a value becomes something else', () => {
    const other = fc.oneof(fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)), fc.constantFrom('', '~', '.inf', '.nan', '0o17', '!!binary aGk=', '*x', '|', '"', '2026-01-01'));
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), other, (index, value) => {
        look(lines.map((text, at) => (at === index ? text.replace(/: .*$/, `: ${value}`) : text)).join('\n'));
      }),
      { numRuns: 500 },
    );
  }).timeout(60_000);
}).timeout(20_000);
