import { writeFile } from 'node:fs/promises';
import { junit } from '../common/junit';
import { abandonOnAbort } from '../common/cancellation';
import type { CheckResult } from '../common/verdict';
import { type Command, exit, flag, text } from './command';
import { openLab, playable } from './labs';
import { countVerdicts, printResult } from './results';

/** `ai-labs check`: runs checks of a running lab and says precisely what is not right yet. */
export const check: Command = {
  name: 'check',
  parameters: 'LAB [--step S] [--check C] [--all] [--json | --junit FILE]',
  summary: 'Checks your work: the step you are at, another one, one check, or the whole lab.',
  options: {
    step: { type: 'string' }, check: { type: 'string' }, all: { type: 'boolean' }, json: { type: 'boolean' }, junit: { type: 'string' },
  },
  help: {
    step: 'the checks of this step', check: 'this check alone', all: 'every check of the lab',
    json: 'results as JSON', junit: 'writes a JUnit report to FILE',
  },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const { identity } = playable(core, entry);
    const json = flag(values, 'json');
    const state = core.sessions.state(identity);
    if (state.kind === 'failed' && state.lastGood === 'ready') {
      // A part of the lab is not up: checks that ask it something fail, and it is not the work that is wrong.
      context.output.error(state.message);
    }
    core.sessions.onNotice(({ message, action }) => context.output.error([message, action?.text ?? ''].join(' ').trim()));
    const outcome = await core.sessions.check(identity, {
      step: text(values, 'step'), check: text(values, 'check'), all: flag(values, 'all'), signal: context.signal,
      onStarted: (id) => context.output.progress(`Checking ${id} …`),
      onResult: (result) => (json ? undefined : printResult(context.output, result)),
    });
    context.output.progressEnd();
    const report = text(values, 'junit');
    if (report !== undefined) {
      await writeFile(report, junit(identity, outcome.results.map(asCase)));
    }
    if (json) {
      context.output.json(outcome);
    } else {
      context.output.line(`${countVerdicts(outcome.results)}${outcome.completedLab ? '. Lab completed.' : ''}`);
    }
    // What a step began with is kept by this process: it stays until that is done.
    await abandonOnAbort(core.sessions.settled(), context.signal);
    return outcome.results.every((result) => result.verdict === 'passed') ? exit.good : exit.doesNotHold;
  },
};

function asCase(result: CheckResult): Parameters<typeof junit>[1][number] {
  const base = { suite: result.stepId, name: result.title, durationMs: result.durationMs };
  switch (result.verdict) {
    case 'passed':
      return base;
    case 'failed':
      return { ...base, problem: { kind: 'failure', message: result.message, detail: result.output } };
    case 'skipped':
    case 'blocked':
      return { ...base, problem: { kind: 'skipped', message: result.message } };
    case 'errored':
    case 'timedOut':
      return { ...base, problem: { kind: 'error', message: result.message, detail: result.output } };
  }
}
