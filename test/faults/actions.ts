import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from '../../src/curriculum/lab';
import type { Engine } from '../../src/engines/engine';
import type { StartOptions } from '../../src/session/api';
import type { LabSessions } from '../../src/session/sessions';

/** What an action is done with: everything in it goes through the proxy. */
export interface World {
  sessions: LabSessions;
  engine: Engine;
  lab: Lab;
  options: StartOptions;
  /** A reference to an image that is not on the engine, and can be had. */
  newImage: () => string;
}

/** Something a learner does, and where it begins. */
export interface Action {
  name: string;
  from: 'removed' | 'running' | 'stopped' | 'second step';
  /** Whether the window has looked for running labs before. */
  knows: boolean;
  /** The lab's image is one that nobody has built yet. */
  builds?: true;
  run(world: World): Promise<unknown>;
}

/** Everything that is done to a lab's containers. */
export const actions: readonly Action[] = [
  { name: 'start', from: 'removed', knows: false, run: start },
  { name: 'start again', from: 'stopped', knows: false, run: start },
  { name: 'look', from: 'running', knows: false, run: look },
  { name: 'check', from: 'running', knows: true, run: check },
  { name: 'next step', from: 'running', knows: true, run: nextStep },
  { name: 'stop', from: 'running', knows: true, run: ({ sessions, lab }) => sessions.stop(lab.identity) },
  { name: 'reset', from: 'running', knows: true, run: ({ sessions, lab, options }) => sessions.reset(lab, options) },
  { name: 'Reset Step', from: 'second step', knows: true, run: ({ sessions, lab, options }) => sessions.resetStep(lab.identity, { ...options, containers: 'snapshot' }) },
  { name: 'build', from: 'removed', knows: false, builds: true, run: ({ sessions, lab, options }) => sessions.start(lab, { ...options, newVersion: true }) },
  { name: 'pull', from: 'removed', knows: false, run: pull },
  { name: 'remove', from: 'running', knows: true, run: ({ sessions, lab }) => sessions.remove(lab.identity) },
];

function start({ sessions, lab, options }: World): Promise<unknown> {
  return sessions.start(lab, options);
}

/** What is known without an engine is known in any case. */
async function look({ sessions, lab }: World): Promise<void> {
  const trouble = await sessions.resume();
  assert.equal(sessions.view(lab.identity)?.currentStep, 'greet');
  assert.equal(sessions.state(lab.identity).kind === 'ready', trouble === undefined);
  if (trouble) {
    throw trouble;
  }
}

/** A fault of the engine is never held against the learner. */
async function check({ sessions, lab }: World): Promise<void> {
  const { results } = await sessions.check(lab.identity, { step: 'greet' });
  const verdicts = new Map(results.map(({ checkId, verdict }) => [checkId, verdict]));
  assert.ok(['failed', 'errored'].includes(verdicts.get('greeting') ?? ''), JSON.stringify(results));
  assert.ok(['passed', 'errored'].includes(verdicts.get('nice-to-have') ?? ''), JSON.stringify(results));
}

/** Checks that pass, entering what comes next, and keeping all that is there then, which nobody waits for or hears of. */
async function nextStep({ sessions, lab }: World): Promise<void> {
  await writeFile(path.join(sessions.view(lab.identity)?.folder ?? '', 'greeting.txt'), 'hello\n');
  const { results } = await sessions.check(lab.identity, { step: 'greet' });
  await sessions.settled();
  const verdict = results.find(({ checkId }) => checkId === 'greeting')?.verdict ?? '';
  assert.ok(['passed', 'errored'].includes(verdict), JSON.stringify(results));
  assert.equal(sessions.view(lab.identity)?.currentStep, verdict === 'passed' ? 'serve' : 'greet');
}

async function pull({ engine, newImage }: World): Promise<void> {
  const [made] = await engine.prepareImages([{ kind: 'pull', reference: newImage() }], () => undefined);
  assert.equal(made?.user, 'somebody');
}
