import assert from 'node:assert/strict';
import { csv } from '../../../../src/progress/export/csv';
import { junitOfEvidence } from '../../../../src/progress/export/junit';
import { evidence, hostile } from './sample';

/** Reads RFC 4180, independently of what writes it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replace(/""/g, '"') ?? plain);
    if (end === '\r\n') {
      rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

describe('results as CSV', () => {
  const [head = [], ...rows] = readCsv(csv(evidence));
  const column = (row: number, name: string): string | undefined => rows[row]?.[head.indexOf(name)];

  it('has a line a check, and one for a step without', () => {
    assert.deepEqual(rows.map((row) => row.length), rows.map(() => head.length));
    assert.deepEqual(rows.map((_, row) => column(row, 'check')), ['runs', 'a', 'b', 'c', '']);
    assert.deepEqual(rows.map((_, row) => column(row, 'verdict')), ['passed', 'failed', 'errored', '', '']);
    assert.equal(column(0, 'self_attested'), 'true');
  });

  it('is text to a spreadsheet, whatever a title begins with', () => {
    // An escape would be one to a terminal that shows the file.
    assert.equal(column(1, 'check_title'), `'${hostile.replace('\u0007', '\ufffd')}`);
    assert.equal(column(0, 'title'), 'First steps');
  });
});

describe('results as JUnit', () => {
  const xml = junitOfEvidence(evidence);

  it('tells failures of the learner from those of ours and from what never ran', () => {
    assert.match(xml, /<testsuites name="AI Architect \(self-attested\)" tests="4" failures="1" errors="1" skipped="1"/);
    assert.match(xml, /name="Mend it: It runs"[^>]*\/>/);
    assert.match(xml, /<error message="no sh">/);
    assert.match(xml, /<skipped message="not run yet">/);
  });

  it('is XML whatever titles hold', () => {
    assert.doesNotMatch(xml, /<img|<\/script>|\u0007/);
  });
});
