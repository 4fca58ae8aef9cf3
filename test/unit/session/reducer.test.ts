import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isBusy, type Life, type LifeEvent, reduce, type Rest, unborn } from '../../../src/session/reducer';

const rest = fc.constantFrom<Rest>('absent', 'ready', 'stopped');
const maybeRest = fc.option(rest, { nil: undefined });
const event: fc.Arbitrary<LifeEvent> = fc.oneof(
  fc.constant<LifeEvent>({ kind: 'start', message: 'm' }),
  fc.constantFrom('preparing' as const, 'starting' as const).map((stage): LifeEvent => ({ kind: 'progress', stage, message: 'm', fraction: 0.5 })),
  fc.constant<LifeEvent>({ kind: 'started' }),
  fc.constant<LifeEvent>({ kind: 'check', checks: ['a'] }),
  fc.constant<LifeEvent>({ kind: 'checked' }),
  fc.constant<LifeEvent>({ kind: 'stop' }),
  fc.constant<LifeEvent>({ kind: 'stopped' }),
  maybeRest.map((where): LifeEvent => ({ kind: 'failed', code: 'c', message: 'm', rest: where })),
  maybeRest.map((where): LifeEvent => ({ kind: 'cancelled', rest: where })),
  rest.map((where): LifeEvent => ({ kind: 'observed', rest: where })),
  fc.constant<LifeEvent>({ kind: 'broken', code: 'service-down', message: 'm' }),
  fc.constantFrom('starting' as const, 'stopping' as const).map((stage): LifeEvent => ({ kind: 'elsewhere', stage, message: 'm' })),
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
