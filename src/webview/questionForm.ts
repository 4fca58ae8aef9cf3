import { h, place, safeHtml } from './dom';
import type { Drafts } from './drafts';
import type { Host } from './host';
import { icon } from './icons';
import type { GuideQuestion } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/**
 * One question and what the learner has entered so far. Made once: what is drawn later changes what is said about the
 * answer, never its fields.
 */
export class QuestionForm {
  readonly element: HTMLFormElement;
  private readonly fields: HTMLFieldSetElement;
  private readonly button: HTMLElement;
  private readonly complaint = h('p', { class: 'complaint', role: 'alert' });
  private said: HTMLElement | undefined;
  private correct: boolean | undefined;

  constructor(
    private readonly question: GuideQuestion,
    private readonly strings: GuideStrings,
    private readonly host: Host,
    private readonly drafts: Drafts,
  ) {
    const { id } = question;
    this.fields = fields(question, strings, drafts.get(id));
    this.button = h('button', { type: 'submit', 'data-key': `submit-${id}` }, strings.answer);
    this.element = h('form', { 'data-question': id });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.element.addEventListener('input', () => drafts.set(id, this.entered()));
    this.element.addEventListener('keydown', selectAll);
    this.draw(question);
  }

  /** Whether it asks the same as another question of the same name, which a new version of the lab may not. */
  asks(question: GuideQuestion): boolean {
    return asked(question) === asked(this.question);
  }

  /** Says how the last answer was. */
  draw({ id, correct, explain }: GuideQuestion): void {
    const answered = correct === true;
    if (correct !== this.correct) {
      this.correct = correct;
      this.said = correct === undefined ? undefined : verdict(correct, id, this.strings);
    }
    const focused = answered && !this.fields.disabled && this.element.contains(document.activeElement);
    this.fields.disabled = answered;
    this.element.className = answered ? 'answered' : '';
    place(this.element, [
      this.fields, !answered && this.button, this.complaint, this.said,
      explain !== undefined && safeHtml('div', { class: 'note' }, explain),
    ]);
    if (answered) {
      this.drafts.set(id, []);
    }
    if (focused) {
      // Field and button are out of reach now.
      this.said?.focus({ preventScroll: true });
    }
  }

  private submit(): void {
    const answer = given(this.question, this.entered());
    this.complaint.textContent = answer !== undefined ? '' : this.question.kind === 'number' ? this.strings.notANumber : this.strings.answerFirst;
    if (answer !== undefined) {
      this.host.send({ type: 'answer', question: this.question.id, answer });
    }
  }

  private entered(): string[] {
    return new FormData(this.element).getAll(this.question.id).filter((value) => typeof value === 'string');
  }
}

/** All of a question but how it was answered. */
function asked(question: GuideQuestion): string {
  return JSON.stringify({ ...question, correct: undefined, explain: undefined });
}

/**
 * VS Code hears Ctrl+A as well and marks everything once more, a moment later: what was typed since would be replaced by
 * the next key. In a field it is therefore the field's alone.
 */
function selectAll(event: KeyboardEvent): void {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.type === 'text' && event.key.toLowerCase() === 'a'
    && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    target.select();
  }
}

function fields(question: GuideQuestion, strings: GuideStrings, draft: readonly string[]): HTMLFieldSetElement {
  const { id } = question;
  const set = h('fieldset', {}, safeHtml('legend', {}, question.prompt));
  if (question.kind !== 'choice') {
    set.append(h('input', {
      type: 'text', name: id, 'aria-label': strings.answerHere, placeholder: strings.answerHere, 'data-key': `answer-${id}`,
      inputmode: question.kind === 'number' ? 'decimal' : undefined, autocomplete: 'off', spellcheck: 'false', value: draft[0],
    }));
    return set;
  }
  if (question.several) {
    set.append(h('p', { class: 'quiet' }, strings.severalRight));
  }
  question.options.forEach((option, index) => {
    const value = String(index);
    set.append(h('label', {},
      h('input', { type: question.several ? 'checkbox' : 'radio', name: id, value, 'data-key': `answer-${id}-${index}`, checked: draft.includes(value) }),
      safeHtml('span', {}, option)));
  });
  return set;
}

/** Once the answer is right the button is gone; who pressed it finds the focus here. */
function verdict(correct: boolean, id: string, strings: GuideStrings): HTMLElement {
  return h('p', { class: correct ? 'passed' : 'failed', 'data-key': `said-${id}`, tabindex: correct ? '-1' : undefined },
    icon(correct ? 'passed' : 'failed'), correct ? strings.correct : strings.incorrect);
}

/** The answer, or undefined where there is none yet. Numbers may be written with a comma. */
function given(question: GuideQuestion, entered: readonly string[]): number[] | string | undefined {
  const values = entered.map((value) => value.trim()).filter((value) => value !== '');
  const [first] = values;
  if (first === undefined) {
    return undefined;
  }
  if (question.kind === 'number') {
    return Number.isFinite(Number(first.replace(',', '.'))) ? first : undefined;
  }
  return question.kind === 'choice' ? values.map(Number) : first;
}
