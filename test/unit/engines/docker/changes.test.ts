import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { combine, covers, type Difference, type Differences, differencesOf, readNote, widened, writeNote } from '../../../../src/engines/docker/snapshots/changes';

const of = (...entries: [string, Difference][]): Differences => new Map(entries);

describe('differences of a container from its image', () => {
  it('are read from what the engine says, what lies below something new left out', () => {
    const said = [
      { Path: '/opt', Kind: 0 }, { Path: '/opt/deep', Kind: 1 }, { Path: '/opt/deep/er', Kind: 1 }, { Path: '/opt/deeper', Kind: 0 },
      { Path: '/gone', Kind: 2 }, { Path: '/gone/back', Kind: 1 },
    ];
    assert.deepEqual(differencesOf(said), of(['/opt', 'touch'], ['/opt/deep', 'add'], ['/opt/deeper', 'touch'], ['/gone', 'replace']));
  });

  it('of two layers are those of both: what was once there stays to be replaced', () => {
    const below = of(['/a', 'replace'], ['/b', 'add'], ['/c', 'touch'], ['/d', 'touch']);
    const above = of(['/a', 'add'], ['/b/x', 'replace'], ['/c', 'replace'], ['/e/f', 'touch']);
    assert.deepEqual(combine(below, above), of(['/a', 'replace'], ['/b', 'add'], ['/c', 'replace'], ['/d', 'touch'], ['/e/f', 'touch']));
  });

  it('cover others only where copying them copies those', () => {
    const known = of(['/new', 'add'], ['/file', 'touch']);
    assert.ok(covers(known, of(['/new/below/it', 'replace'], ['/file', 'touch'])));
    assert.ok(!covers(known, of(['/newer', 'add'])));
    assert.ok(!covers(known, of(['/file', 'replace'])));
  });

  it('grow by the folders in which files come and go', () => {
    const grown = widened(of(['/var', 'touch']), of(['/var/spool/1', 'add'], ['/top', 'add']));
    assert.deepEqual(grown, of(['/var', 'touch'], ['/top', 'add'], ['/var/spool', 'replace']));
    assert.ok(covers(grown, of(['/var/spool/2', 'add'])));
  });

  it('come back from a note as they were; too many have none, and what is no note is none', () => {
    const paths = fc.array(fc.tuple(fc.string({ minLength: 1 }).map((text) => `/${text.replaceAll('\0', '')}`), fc.constantFrom('add', 'replace', 'touch')));
    fc.assert(fc.property(paths, (entries) => {
      const all = new Map(entries) as Differences;
      assert.deepEqual(readNote(writeNote(all) ?? ''), all);
    }));
    const many = new Map(Array.from({ length: 20 }, () => [`/${randomBytes(10_000).toString('base64')}`, 'touch'] as const));
    assert.equal(writeNote(many), undefined);
    assert.equal(readNote('somebody\'s comment'), undefined);
    assert.equal(readNote(''), undefined);
  });
});
