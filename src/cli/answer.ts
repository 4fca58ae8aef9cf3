import { abandonOnAbort } from '../common/cancellation';
import { allQuestions, type Question } from '../curriculum/lab';
import type { Answer } from '../session/api';
import { type Command, exit, flag, UsageError } from './command';
import { coreFor, findEntries, usable } from './labs';

/** `ai-labs answer`: asks a lab's questions in a shell, and takes their answers. */
export const answer: Command = {
  name: 'answer',
  parameters: 'LAB [QUESTION [ANSWER…]] [--json]',
  summary: "Shows a lab's questions, or answers one: by the numbers of its options, or with a number or words.",
  options: { json: { type: 'boolean' } },
  help: { json: 'how it was judged, as JSON' },
  async run(context, words, values) {
    const [name, id, ...given] = words;
    if (name === undefined) {
      throw new UsageError('Name a lab.');
    }
    const core = await coreFor(context, [name]);
    const [entry] = await findEntries(core, [name], context.signal);
    // What runs is looked for, as an answer may begin the next step there; who only reads and answers needs no engine.
    await core.sessions.resume(context.signal);
    const lab = core.sessions.view(entry?.identity ?? '')?.lab ?? (entry && usable(entry));
    const questions = lab ? allQuestions(lab.definition) : [];
    const question = questions.find((each) => each.id === id);
    if (!lab || (id !== undefined && !question)) {
      throw new UsageError(`The lab ${name} has no question "${id}". It has: ${questions.map((each) => each.id).join(', ') || 'none'}.`);
    }
    if (!question || given.length === 0) {
      (question ? [question] : questions).forEach((each) => context.output.line(asked(each)));
      return exit.good;
    }
    const outcome = await core.sessions.answer(lab.identity, question.id, answerOf(question, given));
    if (flag(values, 'json')) {
      context.output.json(outcome);
    } else {
      context.output.line([
        outcome.correct ? 'Right.' : 'Not right yet.',
        // As in the guide: after a wrong answer it would give the right one away.
        outcome.correct && outcome.explain,
        outcome.completedStep && 'Step done.',
        outcome.completedLab && 'Lab completed.',
      ].filter(Boolean).join(' '));
    }
    await abandonOnAbort(core.sessions.settled(), context.signal);
    return outcome.correct ? exit.good : exit.doesNotHold;
  },
};

function asked(question: Question): string {
  const options = question.kind === 'choice' ? question.options.map((option, index) => `  ${index + 1}. ${option}`) : [];
  const several = question.kind === 'choice' && question.answer.length > 1 ? ' (several are right)' : '';
  return [`${question.id}: ${question.prompt.trim()}${several}`, ...options].join('\n');
}

/** Options are counted from 1, as they are shown. */
function answerOf(question: Question, words: readonly string[]): Answer {
  if (question.kind !== 'choice') {
    return words.join(' ');
  }
  const numbers = words.flatMap((word) => word.split(',')).filter(Boolean).map(Number);
  if (numbers.some((number) => !question.options[number - 1])) {
    throw new UsageError(`Name options of "${question.id}" by their numbers, from 1 to ${question.options.length}.`);
  }
  return numbers.map((number) => number - 1);
}
