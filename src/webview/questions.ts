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
  const fields = h('fieldset', {}, safeHtml('legend', {}, question.prompt));
  if (question.kind === 'choice') {
    question.options.forEach((option, index) => {
      fields.append(h('label', {},
        h('input', {
          type: question.several ? 'checkbox' : 'radio', name: id, value: String(index), 'data-key': `answer-${id}-${index}`,
        }), safeHtml('span', {}, option)));
    });
  } else {
    fields.append(h('input', {
      type: 'text', name: id, 'aria-label': strings.answerHere, placeholder: strings.answerHere, 'data-key': `answer-${id}`,
      inputmode: question.kind === 'number' ? 'decimal' : undefined,
    }));
  }
  const element = h('form', {}, fields,
    h('button', { type: 'submit', 'data-key': `submit-${id}` }, strings.answer),
    correct !== undefined && h('p', { class: correct ? 'passed' : 'failed' }, icon(correct ? 'passed' : 'failed'), correct ? strings.correct : strings.incorrect),
    question.explain !== undefined && safeHtml('div', { class: 'note' }, question.explain));
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const answer = given(question, element);
    if (answer !== undefined) {
      host.send({ type: 'answer', question: id, answer });
    }
  });
  return element;
}

function given(question: GuideQuestion, element: HTMLFormElement): number[] | string | undefined {
  const values = new FormData(element).getAll(question.id).map(String).filter((value) => value !== '');
  if (values.length === 0) {
    return undefined;
  }
  return question.kind === 'choice' ? values.map(Number) : values[0];
}
