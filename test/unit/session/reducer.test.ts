import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isBusy, type Life, type LifeEvent, reduce, type Rest, unborn } from '../../../src/session/state/reducer';

const rest = fc.constantFrom<Rest>('absent', 'ready', 'stopped');
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined });
const word = fc.constantFrom('m', 'n');

type Kind = LifeEvent['kind'];
type EventOf<K extends Kind> = Extract<LifeEvent, { kind: K }>;
/** Every field of every event, optional ones too: what the union gets more of does not compile until it is here. */
type Fields = { [K in Kind]: { [F in Exclude<keyof EventOf<K>, 'kind'>]-?: fc.Arbitrary<EventOf<K>[F]> } };
const fields: Fields = {
  start: { message: word },
  progress: { stage: fc.constantFrom('preparing', 'starting'), message: word, fraction: maybe(fc.constantFrom(0, 0.5, 1)) },
  started: {},
  check: { checks: fc.array(word, { maxLength: 2 }) },
  checked: {},
  stop: {},
  stopped: {},
  failed: { code: word, message: word, rest: maybe(rest) },
  stuck: { code: word, message: word },
  cancelled: { rest: maybe(rest) },
  observed: { rest },
  broken: {
    code: word,
    message: word,
    down: maybe(fc.constant([{ service: 'db', exitCode: 1, outOfMemory: false, lines: 'no space left', hidden: false }])),
    rest: maybe(fc.constant('stopped' as const)),
  },
  elsewhere: { stage: fc.constantFrom('starting', 'stopping'), message: word },
};
const event = fc.oneof(
  ...Object.entries(fields).map(([kind, more]) => fc.record({ kind: fc.constant(kind), ...more }) as fc.Arbitrary<LifeEvent>),
);
const events = fc.array(event, { maxLength: 40 });
const live = (happened: readonly LifeEvent[], from: Life = unborn): Life => happened.reduce(reduce, from);

describe('the life of a lab', () => {
  it('goes from nothing to ready, to checking and back, and to stopped', () => {
    const way: [LifeEvent, string][] = [
      [{ kind: 'start', message: 'm' }, 'preparing'],
      [{ kind: 'progress', stage: 'starting', message: 'm' }, 'starting'],
      [{ kind: 'started' }, 'ready'],
      [{ kind: 'check', checks: ['a'] }, 'checking'],
      [{ kind: 'checked' }, 'ready'],
      [{ kind: 'stop' }, 'stopping'],
      [{ kind: 'stopped' }, 'stopped'],
      [{ kind: 'start', message: 'm' }, 'preparing'],
    ];
    let life = unborn;
    for (const [next, expected] of way) {
      life = reduce(life, next);
      assert.equal(life.state.kind, expected);
    }
  });

  it('is never in an impossible state', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { state, rest: resting } = live(happened);
        if (state.kind === 'absent' || state.kind === 'ready' || state.kind === 'stopped') {
          assert.equal(state.kind, resting);
        }
        if (state.kind === 'failed') {
          assert.equal(state.lastGood, resting);
        }
        if (state.kind === 'checking') {
          assert.equal(resting, 'ready', 'only a lab that runs is checked');
        }
      }),
    );
  });

  it('takes every event everywhere, and changes what it is given nowhere', () => {
    fc.assert(
      fc.property(events, event, (happened, next) => {
        const life = live(happened);
        const before = JSON.stringify(life);
        const after = reduce(life, next);
        assert.equal(JSON.stringify(life), before);
        assert.ok(['absent', 'ready', 'stopped'].includes(after.rest));
        assert.ok(!after.shown || after.state.kind === 'failed', 'only failures are shown by the engine');
        assert.ok(!after.away || after.state.kind === 'starting' || after.state.kind === 'stopping', 'others start and stop');
      }),
    );
  });

  it('is what this process makes of it, whatever others were last seen to do', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const life = live(happened);
        fc.pre(life.away === true || !isBusy(life.state));
        const started = live([{ kind: 'start', message: 'm' }, { kind: 'started' }], life);
        assert.equal(started.state.kind, 'ready');
        const stopped = live([{ kind: 'stop' }, { kind: 'stopped' }], life);
        assert.equal(stopped.state.kind, life.state.kind === 'absent' ? 'absent' : 'stopped');
        const [checking, others] = [reduce(life, { kind: 'check', checks: ['a'] }), reduce(life, { kind: 'started' })];
        assert.equal(checking.state.kind === 'checking', life.rest === 'ready');
        assert.equal(others, life, 'that others have started it is seen, not told');
      }),
    );
  });

  it('looks the same when it is looked at again', () => {
    fc.assert(
      fc.property(events, rest, (happened, truth) => {
        const seen = live([...happened, { kind: 'observed', rest: truth }]);
        assert.deepEqual(reduce(seen, { kind: 'observed', rest: truth }), seen);
        assert.ok(!isBusy(seen.state), 'nothing goes on once nothing goes on');
      }),
    );
  });

  it('comes back from every failure by starting again, and by the engine saying how it is', () => {
    fc.assert(
      fc.property(events, rest, (happened, truth) => {
        const life = live([...happened, { kind: 'observed', rest: truth }]);
        assert.equal(life.rest, truth);
        const again = live([{ kind: 'start', message: 'm' }, { kind: 'progress', stage: 'starting', message: 'm' }, { kind: 'started' }], life);
        assert.equal(again.state.kind, 'ready');
      }),
    );
  });

  it('ends everything that is going on by a failure or by cancelling, where the lab then is', () => {
    fc.assert(
      fc.property(events, rest, (happened, truth) => {
        const life = live(happened);
        fc.pre(isBusy(life.state));
        assert.deepEqual(reduce(life, { kind: 'cancelled', rest: truth }).state, { kind: truth });
        const failed = reduce(life, { kind: 'failed', code: 'c', message: 'm', rest: truth });
        assert.deepEqual(failed.state, { kind: 'failed', code: 'c', message: 'm', lastGood: truth });
        assert.equal(reduce(life, { kind: 'cancelled' }).state.kind, life.rest);
      }),
    );
  });

  it('changes nothing for an event that makes no sense now', () => {
    const ready = live([{ kind: 'observed', rest: 'ready' }]);
    for (const odd of [{ kind: 'started' }, { kind: 'checked' }, { kind: 'stopped' }, { kind: 'cancelled' }, { kind: 'failed', code: 'c', message: 'm' }] as LifeEvent[]) {
      assert.equal(reduce(ready, odd), ready, odd.kind);
    }
    assert.equal(reduce(unborn, { kind: 'check', checks: [] }), unborn);
    assert.equal(reduce(unborn, { kind: 'stop' }), unborn);
  });

  it('keeps a failure readable while nothing changes, but not one that the engine no longer shows', () => {
    const failed = live([{ kind: 'start', message: 'm' }, { kind: 'failed', code: 'c', message: 'm' }]);
    assert.equal(reduce(failed, { kind: 'observed', rest: 'absent' }), failed);
    assert.equal(reduce(failed, { kind: 'observed', rest: 'ready' }).state.kind, 'ready');
    const broken = live([{ kind: 'observed', rest: 'ready' }, { kind: 'broken', code: 'service-down', message: 'db stopped' }]);
    assert.deepEqual(broken.state, { kind: 'failed', code: 'service-down', message: 'db stopped', lastGood: 'ready' });
    assert.equal(reduce(broken, { kind: 'observed', rest: 'ready' }).state.kind, 'ready');
    assert.equal(reduce(broken, { kind: 'check', checks: ['a'] }).state.kind, 'checking', 'what still runs can be checked');
  });
});
