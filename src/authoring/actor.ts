import { UserError } from '../common/errors';
import type { CheckResult } from '../common/verdict';
import type { Check, Lab, Question, Step } from '../curriculum/lab';
import type { Answer, Asker, Sessions } from '../session/api';

/** Plays the learner of one lab: starts it, applies solutions, answers questions, runs checks. */
export class Actor {
  constructor(
    private readonly sessions: Sessions,
    private readonly lab: Lab,
    private readonly onProgress: (message: string) => void,
    private readonly signal?: AbortSignal,
    private readonly asker: Asker = rehearsalAsker,
  ) {}

  async start(): Promise<void> {
    await this.sessions.start(this.lab, {
      asker: this.asker,
      signal: this.signal,
      onProgress: (progress) => this.onProgress(progress.message),
    });
  }

  async check(checks: readonly Check[]): Promise<CheckResult[]> {
    if (checks.length === 0) {
      return [];
    }
    const outcome = await this.sessions.check(this.lab.identity, { checks: checks.map((check) => check.id), signal: this.signal });
    return outcome.results;
  }

  /** Runs a script of the lab as the learner; what it says when it fails is the difference. */
  async apply(path: string): Promise<string[]> {
    this.onProgress(`Applying ${path}`);
    const { exitCode, output } = await this.sessions.applySolution(this.lab.identity, path, { signal: this.signal });
    return exitCode === 0 ? [] : [`${path} ended with ${exitCode ?? 'no exit code'}: ${output.trim().slice(-600)}`];
  }

  /** From the previous step's solved state to this one's, without checking. */
  async solve(step: Step): Promise<string[]> {
    return [...(await this.applySolution(step)), ...(await this.answer(step))];
  }

  /** Runs the script that does a step's work; nothing where it has none. */
  async applySolution(step: Step): Promise<string[]> {
    const path = step.solution ?? (step === this.lab.definition.steps.at(-1) ? this.lab.definition.solution.run : undefined);
    return path ? this.apply(path) : [];
  }

  /** Answers a step's questions; a step that has neither checks nor questions is left by Next. */
  async answer(step: Step): Promise<string[]> {
    const differences: string[] = [];
    for (const question of step.questions) {
      const { correct } = await this.sessions.answer(this.lab.identity, question.id, rightAnswer(question));
      if (!correct) {
        differences.push(`the question ${question.id} does not accept its own answer`);
      }
    }
    if (step.checks.length === 0 && step.questions.length === 0) {
      await this.sessions.next(this.lab.identity);
    }
    return differences;
  }

  /** Goes on to the next step without checks, where the session still waits for them. */
  async pass(step: Step): Promise<void> {
    if (this.sessions.view(this.lab.identity)?.currentStep === step.id) {
      await this.sessions.override(this.lab.identity, step.id, { by: 'rehearsal', reason: 'its solution was applied' });
    }
  }

  /** Whether the session counts this step as done. */
  hasCompleted(step: Step): boolean {
    const view = this.sessions.view(this.lab.identity);
    const steps = this.lab.definition.steps;
    const isLast = step === steps.at(-1);
    return view !== undefined && (isLast || view.currentStep !== step.id);
  }
}

/** A pattern is answered by its own text without anchors and escapes, which suits the plain patterns labs use. */
function rightAnswer(question: Question): Answer {
  if (question.kind === 'pattern') {
    return question.answer.replace(/^\^|\$$/g, '').replace(/\\(.)/g, '$1');
  }
  return question.answer;
}

const rehearsalAsker: Asker = {
  consent: async () => true,
  input: async (question) => {
    if (question.default === undefined) {
      throw new UserError(`The input "${question.name}" has no default, so this lab cannot be rehearsed without a person.`, {
        code: 'input-without-default',
        action: { label: 'Add a default', text: `Give inputs.${question.name} a default in lab.yaml.` },
      });
    }
    return question.default;
  },
};
