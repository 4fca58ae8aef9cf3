import assert from 'node:assert/strict';
import type { Lab } from '../../src/curriculum/lab';
import type { StartOptions } from '../../src/session/api';
import type { LabSessions } from '../../src/session/sessions';

/** Something a learner does, and where it begins. */
export interface Action {
  name: string;
  from: 'removed' | 'running' | 'stopped' | 'second step';
  /** Whether the window has looked for running labs before. */
  knows: boolean;
  /** The lab's image is one that nobody has built yet. */
  builds?: true;
  run(sessions: LabSessions, lab: Lab, options: StartOptions): Promise<unknown>;
}

/** Everything that is done to a lab's containers. */
export const actions: readonly Action[] = [
  { name: 'start', from: 'removed', knows: false, run: (sessions, lab, options) => sessions.start(lab, options) },
  { name: 'start again', from: 'stopped', knows: false, run: (sessions, lab, options) => sessions.start(lab, options) },
  { name: 'look', from: 'running', knows: false, run: look },
  { name: 'check', from: 'running', knows: true, run: check },
  { name: 'stop', from: 'running', knows: true, run: (sessions, lab) => sessions.stop(lab.identity) },
  { name: 'reset', from: 'running', knows: true, run: (sessions, lab, options) => sessions.reset(lab, options) },
  { name: 'Reset Step', from: 'second step', knows: true, run: (sessions, lab, options) => sessions.resetStep(lab.identity, { ...options, containers: 'snapshot' }) },
  { name: 'build', from: 'removed', knows: false, builds: true, run: (sessions, lab, options) => sessions.start(lab, { ...options, newVersion: true }) },
  { name: 'remove', from: 'running', knows: true, run: (sessions, lab) => sessions.remove(lab.identity) },
];

/** What is known without an engine is known in any case. */
async function look(sessions: LabSessions, lab: Lab): Promise<void> {
  const trouble = await sessions.resume();
  assert.equal(sessions.view(lab.identity)?.currentStep, 'greet');
  assert.equal(sessions.state(lab.identity).kind === 'ready', trouble === undefined);
  if (trouble) {
    throw trouble;
  }
}

/** A fault of the engine is never held against the learner. */
async function check(sessions: LabSessions, lab: Lab): Promise<void> {
  const { results } = await sessions.check(lab.identity, { step: 'greet' });
  const verdicts = new Map(results.map(({ checkId, verdict }) => [checkId, verdict]));
  assert.ok(['failed', 'errored'].includes(verdicts.get('greeting') ?? ''), JSON.stringify(results));
  assert.ok(['passed', 'errored'].includes(verdicts.get('nice-to-have') ?? ''), JSON.stringify(results));
}
