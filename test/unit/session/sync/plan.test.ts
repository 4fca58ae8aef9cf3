import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Agreed, alike, type Item, parents, type Side } from '../../../../src/session/sync/item';
import { plan, type Step } from '../../../../src/session/sync/plan';

const suffix = 'from-lab-now';

function file(id: string, mode = 0o644): Item {
  return { kind: 'file', mode, id, stamp: `stamp of ${id} ${mode}`, size: 1 };
}
const folder: Item = { kind: 'folder', mode: 0, id: '', stamp: 'folder', size: 0 };

function side(tree: Record<string, Item>, unknown: string[] = []): Side {
  return { tree: new Map(Object.entries(tree)), unknown: new Set(unknown) };
}

function agreed(tree: Record<string, Item>): Map<string, Agreed> {
  return new Map(
    Object.entries(tree).map(([path, { kind, mode, id, stamp }]) => [path, { kind, mode, id, host: stamp, lab: stamp }]),
  );
}

function said(steps: Step[]): string[] {
  return steps.map((step) => `${step.do}${'on' in step ? ` on ${step.on}` : ''} ${step.path}${step.do === 'aside' ? ` as ${step.to}` : ''}`);
}

describe('What has to be done to bring two folders together', () => {
  const old = file('old');
  const cases: [title: string, base: Record<string, Item>, host: Record<string, Item>, lab: Record<string, Item>, steps: string[]][] = [
    ['nothing where nothing changed', { a: old }, { a: old }, { a: old }, []],
    ['agreeing where both have the same', {}, { a: old }, { a: old }, ['agree a']],
    ['forgetting where both removed it', { a: old }, {}, {}, ['forget a']],
    ['taking what is new to the other side', {}, { a: old }, { b: old }, ['write on lab a', 'write on host b']],
    ['taking a change', { a: old, b: old }, { a: file('new'), b: old }, { a: old, b: file('new') }, ['write on lab a', 'write on host b']],
    ['taking a changed mode', { a: old }, { a: file('old', 0o755) }, { a: old }, ['write on lab a']],
    ['taking a removal', { a: old, b: old }, { b: old }, { a: old }, ['delete on host b', 'delete on lab a']],
    ['bringing back what one removed and the other changed', { a: old }, {}, { a: file('new') }, ['write on host a']],
    ['keeping both of two changes', { a: old }, { a: file('mine') }, { a: file('theirs') }, [`aside a as a.${suffix}`]],
    ['keeping both of two new ones', {}, { a: file('mine') }, { a: file('theirs'), [`a.${suffix}`]: old }, [`aside a as a.${suffix}-2`, `write on host a.${suffix}`]],
    ['a folder before what is in it', {}, { d: folder, 'd/a': old }, {}, ['write on lab d', 'write on lab d/a']],
    ['what is in it before a folder that goes', { d: folder, 'd/a': old }, {}, { d: folder, 'd/a': old }, ['delete on lab d/a', 'delete on lab d']],
    ['clearing a folder that became a file first', { d: folder, 'd/a': old }, { d: old }, { d: folder, 'd/a': old }, ['delete on lab d/a', 'write on lab d']],
    ['not clearing one with something new in it', { d: folder, 'd/a': old }, { d: old }, { d: folder, 'd/a': old, 'd/b': old }, [`aside d as d.${suffix}`]],
  ];
  for (const [title, base, host, lab, steps] of cases) {
    it(`is ${title}`, () => {
      assert.deepEqual(said(plan(agreed(base), side(host), side(lab), { suffix }).steps), steps);
    });
  }

  it('never takes what is unknown for what is gone', () => {
    const base = agreed({ a: old, 'd/b': old, d: folder });
    const host = side({ a: old, d: folder, 'd/b': old });
    assert.deepEqual(plan(base, host, side({}, ['a', 'd']), { suffix }).steps, []);
    assert.deepEqual(plan(base, side({}, ['a', 'd']), host, { suffix }).steps, []);
  });

  it('leaves names that differ in case alone where they are, on a machine that cannot tell them apart', () => {
    const lab = side({ Read: old, read: old, 'SRC/x': old, SRC: folder });
    const host = side({ src: folder });
    const { steps, clashes } = plan(agreed({}), host, lab, { suffix, caseless: true });
    assert.deepEqual(said(steps), ['write on host Read', 'write on lab src']);
    assert.deepEqual(clashes, ['SRC', 'SRC/x', 'read']);
  });
});

/** Both sides in memory, with people at work on either, and an engine between them that may be interrupted anywhere. */
class World {
  readonly sides = { host: new Map<string, Item>(), lab: new Map<string, Item>() };
  base = new Map<string, Agreed>();
  readonly written = new Set<string>();
  /** Contents whose owner replaced or removed them where they saw them. */
  readonly given = new Set<string>();
  private count = 0;

  private stamp(): string {
    return `s${++this.count}`;
  }

  private give(tree: Map<string, Item>, path: string): void {
    for (const [name, item] of [...tree]) {
      if (name === path || name.startsWith(`${path}/`)) {
        this.given.add(item.id);
        tree.delete(name);
      }
    }
  }

  /** A person writes or removes something on one side. */
  edit(on: 'host' | 'lab', path: string, what: 'write' | 'remove' | 'folder'): void {
    const tree = this.sides[on];
    if ([...parents(path)].some((parent) => tree.has(parent) && tree.get(parent)?.kind !== 'folder')) {
      return;
    }
    if (what === 'folder' && tree.get(path)?.kind === 'folder') {
      return;
    }
    this.give(tree, path);
    if (what !== 'remove') {
      [...parents(path)].forEach((parent) => tree.has(parent) || tree.set(parent, { ...folder, stamp: this.stamp() }));
      const id = `content ${++this.count}`;
      tree.set(path, what === 'folder' ? { ...folder, stamp: this.stamp() } : { ...file(id), stamp: this.stamp() });
      if (what === 'write') {
        this.written.add(id);
      }
    }
  }

  look(on: 'host' | 'lab', unknown: string[]): Side {
    const hidden = new Set(unknown);
    const tree = [...this.sides[on]].filter(([path]) => ![path, ...parents(path)].some((part) => hidden.has(part)));
    return { tree: new Map(tree), unknown: hidden };
  }

  /** Carries out a step as both real sides do: whatever is not as expected any more is left alone. */
  apply(step: Step): void {
    if (step.do === 'agree' || step.do === 'forget') {
      if (step.do === 'forget') {
        this.base.delete(step.path);
      } else {
        const { kind, mode, id } = step.host;
        this.base.set(step.path, { kind, mode, id, host: step.host.stamp, lab: step.lab.stamp });
      }
      return;
    }
    if (step.do === 'aside') {
      const tree = this.sides.lab;
      if (!tree.has(step.to)) {
        for (const [name, item] of [...tree]) {
          if (name === step.path || name.startsWith(`${step.path}/`)) {
            tree.delete(name);
            tree.set(step.to + name.slice(step.path.length), { ...item, stamp: this.stamp() });
          }
        }
      }
      return;
    }
    const tree = this.sides[step.on];
    const now = tree.get(step.path);
    const isEmpty = ![...tree.keys()].some((name) => name.startsWith(`${step.path}/`));
    const blocked = [...parents(step.path)].some((parent) => tree.has(parent) && tree.get(parent)?.kind !== 'folder');
    if (now?.stamp !== step.before?.stamp || blocked || (now?.kind === 'folder' && !isEmpty)) {
      return;
    }
    if (step.do === 'delete') {
      tree.delete(step.path);
      return;
    }
    const source = this.sides[step.on === 'host' ? 'lab' : 'host'].get(step.path);
    if (!alike(source, step.item)) {
      return;
    }
    [...parents(step.path)].forEach((parent) => tree.has(parent) || tree.set(parent, { ...folder, stamp: this.stamp() }));
    tree.set(step.path, { ...step.item, stamp: this.stamp() });
  }
}

describe('Whatever people do on both sides while it goes on', function () {
  this.timeout(60_000);
  const path = fc.constantFrom('a', 'b', 'd', 'd/a', 'd/e', 'd/e/a');
  const edit = fc.record({ kind: fc.constant('edit' as const), on: fc.constantFrom('host' as const, 'lab' as const), path, what: fc.constantFrom('write' as const, 'write' as const, 'remove' as const, 'folder' as const) });
  const round = fc.record({
    kind: fc.constant('round' as const),
    /** Edits between looking at one side and at the other, and between steps; and where it is interrupted. */
    between: fc.array(edit, { maxLength: 4 }),
    during: fc.array(fc.tuple(fc.nat(6), edit), { maxLength: 4 }),
    until: fc.oneof(fc.constant(99), fc.nat(6)),
    unknown: fc.record({ host: fc.array(path, { maxLength: 1 }), lab: fc.array(path, { maxLength: 1 }) }),
  });

  it('loses no bytes, and ends with both sides alike', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(edit, edit, round), { maxLength: 25 }), (events) => {
        const world = new World();
        let rounds = 0;
        const synchronise = (event?: { between: { on: 'host' | 'lab'; path: string; what: 'write' | 'remove' | 'folder' }[]; during: [number, { on: 'host' | 'lab'; path: string; what: 'write' | 'remove' | 'folder' }][]; until: number; unknown: { host: string[]; lab: string[] } }): boolean => {
          const host = world.look('host', event?.unknown.host ?? []);
          event?.between.forEach((each) => world.edit(each.on, each.path, each.what));
          const lab = world.look('lab', event?.unknown.lab ?? []);
          const { steps } = plan(world.base, host, lab, { suffix: `lab-${++rounds}` });
          steps.slice(0, event?.until).forEach((step, index) => {
            event?.during.filter(([at]) => at === index).forEach(([, each]) => world.edit(each.on, each.path, each.what));
            world.apply(step);
          });
          return steps.some((step) => step.do !== 'agree' && step.do !== 'forget');
        };
        for (const event of events) {
          if (event.kind === 'edit') {
            world.edit(event.on, event.path, event.what);
          } else {
            synchronise(event);
          }
        }
        for (let left = 10; synchronise(); left--) {
          assert.ok(left > 0, 'it comes to rest');
        }
        const shown = (tree: Map<string, Item>): string[] => [...tree].map(([name, item]) => `${name} ${item.kind} ${item.id}`).sort();
        assert.deepEqual(shown(world.sides.host), shown(world.sides.lab));
        const here = new Set([...world.sides.host.values()].map(({ id }) => id));
        const lost = [...world.written].filter((id) => !here.has(id) && !world.given.has(id));
        assert.deepEqual(lost, []);
      }),
      { numRuns: 1500 },
    );
  });
});
