import { h, safeHtml } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuidePage, GuideQuestion, GuideStrings } from './protocol';

/** The questions of a step. They are graded by the extension; the right answer never comes here before. */
export function questions(page: GuidePage, strings: GuideStrings, host: Host): HTMLElement | undefined {
  if (page.questions.length === 0) {
    return undefined;
  }
  return h('section', { class: 'questions', 'aria-labelledby': 'questions-heading' },
    h('div', { class: 'section-head' }, h('h2', { id: 'questions-heading' }, strings.questions)),
    ...page.questions.map((question) => form(question, strings, host)));
}

function form(question: GuideQuestion, strings: GuideStrings, host: Host): HTMLElement {
  const { id, correct } = question;
  const answered = correct === true;
  const verdict = correct === undefined ? undefined : said(correct, id, strings);
  const complaint = h('p', { class: 'complaint', role: 'alert' });
  const element = h('form', { class: answered ? 'answered' : '', 'data-question': id },
    fields(question, strings),
    !answered && h('button', { type: 'submit', 'data-key': `submit-${id}` }, strings.answer),
    complaint,
    verdict,
    question.explain !== undefined && safeHtml('div', { class: 'note' }, question.explain));
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const answer = given(question, element);
    complaint.textContent = answer === undefined ? (question.kind === 'number' ? strings.notANumber : strings.answerFirst) : '';
    if (answer !== undefined) {
      host.send({ type: 'answer', question: id, answer });
    }
  });
  return element;
}

function fields(question: GuideQuestion, strings: GuideStrings): HTMLElement {
  const { id } = question;
  const set = h('fieldset', { disabled: question.correct === true }, safeHtml('legend', {}, question.prompt));
  if (question.kind !== 'choice') {
    set.append(h('input', {
      type: 'text', name: id, 'aria-label': strings.answerHere, placeholder: strings.answerHere, 'data-key': `answer-${id}`,
      inputmode: question.kind === 'number' ? 'decimal' : undefined, autocomplete: 'off', spellcheck: 'false',
    }));
    return set;
  }
  if (question.several) {
    set.append(h('p', { class: 'quiet' }, strings.severalRight));
  }
  question.options.forEach((option, index) => {
    set.append(h('label', {},
      h('input', { type: question.several ? 'checkbox' : 'radio', name: id, value: String(index), 'data-key': `answer-${id}-${index}` }),
      safeHtml('span', {}, option)));
  });
  return set;
}

/** Once the answer is right the button is gone; who pressed it finds the focus on the verdict. */
function said(correct: boolean, id: string, strings: GuideStrings): HTMLElement {
  return h('p', { class: correct ? 'passed' : 'failed', 'data-key': correct ? `submit-${id}` : undefined, tabindex: correct ? '-1' : undefined },
    icon(correct ? 'passed' : 'failed'), correct ? strings.correct : strings.incorrect);
}

/** The answer, or undefined where there is none yet. Numbers may be written with a comma. */
function given(question: GuideQuestion, element: HTMLFormElement): number[] | string | undefined {
  const values = new FormData(element).getAll(question.id).map((value) => (typeof value === 'string' ? value.trim() : '')).filter((value) => value !== '');
  const [first] = values;
  if (first === undefined) {
    return undefined;
  }
  if (question.kind === 'number') {
    return Number.isFinite(Number(first.replace(',', '.'))) ? first : undefined;
  }
  return question.kind === 'choice' ? values.map(Number) : first;
}
