import assert from 'node:assert/strict';
import { type Reconcilable, reconcile } from '../../../src/ui/tree/reconcile';

class Row implements Reconcilable<Row> {
  constructor(readonly id: string, public text: string, public children: Row[] = [], public unfolded = true) {}

  shows(newer: Row): boolean {
    return this === newer;
  }

  looksLike(newer: Row): boolean {
    return this.text === newer.text;
  }

  take(newer: Row, children: Row[] | undefined): void {
    this.text = newer.text;
    this.children = children ?? newer.children;
  }
}

function tree(leaf = 'leaf', extra: Row[] = []): Row[] {
  return [new Row('a', 'A', [new Row('a1', 'one', [new Row('a1x', leaf)]), new Row('a2', 'two'), ...extra]), new Row('b', 'B')];
}

describe('bringing a tree up to date', () => {
  it('changes nothing where nothing changed', () => {
    const before = tree();
    const { nodes, changed } = reconcile(before, tree());
    assert.deepEqual(changed, []);
    assert.ok(nodes.every((node, index) => node === before[index]));
  });

  it('redraws only the row that changed, which stays the same object', () => {
    const before = tree();
    const leaf = before[0]?.children[0]?.children[0];
    const { changed } = reconcile(before, tree('other'));
    assert.deepEqual(changed, [leaf]);
    assert.equal(leaf?.text, 'other');
  });

  it('redraws the parent of rows that came and went, and keeps their neighbours', () => {
    const before = tree();
    const [a] = before;
    const a1 = a?.children[0];
    const { changed } = reconcile(before, tree('leaf', [new Row('a3', 'three')]));
    assert.deepEqual(changed, [a]);
    assert.deepEqual(a?.children.map(({ id }) => id), ['a1', 'a2', 'a3']);
    assert.equal(a?.children[0], a1);
    assert.deepEqual(reconcile(before, tree()).changed, [a]);
    assert.deepEqual(a?.children.map(({ id }) => id), ['a1', 'a2']);
  });

  it('does not list rows below one that is redrawn anyway', () => {
    const before = tree();
    const after = [new Row('a', 'changed', [new Row('a1', 'changed too')]), new Row('b', 'B')];
    assert.deepEqual(reconcile(before, after).changed, [before[0]]);
  });

  it('redraws everything when the top level changed', () => {
    const before = tree();
    const { nodes, changed } = reconcile(before, [...tree(), new Row('c', 'C')]);
    assert.equal(changed, 'all');
    assert.equal(nodes[0], before[0]);
  });

  it('compares nothing below a row that was never unfolded', () => {
    const before = [new Row('a', 'A', [new Row('a1', 'one')], false), new Row('b', 'B', [new Row('b1', 'one')], false)];
    const after = [new Row('a', 'A', [new Row('a1', 'other')]), new Row('b', 'changed', [new Row('b1', 'other')])];
    const { changed } = reconcile(before, after);
    assert.deepEqual(changed, [before[1]]);
    assert.equal(before[0]?.children[0]?.text, 'other');
  });

  it('tells of the row above where many below it changed', () => {
    const many = (text: string): Row[] => Array.from({ length: 30 }, (_, index) => new Row(`a${index}`, text));
    const before = [new Row('a', 'A', many('one')), new Row('b', 'B')];
    const { changed } = reconcile(before, [new Row('a', 'A', many('other')), new Row('b', 'B')]);
    assert.deepEqual(changed, [before[0]]);
    assert.equal(before[0]?.children[29]?.text, 'other');
  });

  it('notices a new order', () => {
    const before = tree();
    assert.equal(reconcile(before, [...tree()].reverse()).changed, 'all');
  });
});
