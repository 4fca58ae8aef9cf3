import { h } from '../dom';
import { jump, labList, list, outside, type Page, section, sourceOf } from './parts';
import { target } from './protocol/target';

/** Questions people ask, each opening to its answer and to what one can do about it. */
export function questions(page: Page): HTMLElement | undefined {
  const { state, strings } = page;
  return state.questions.length === 0 ? undefined : section('questions', strings.sections.questions,
    ...state.questions.map((question) =>
      h('details', { class: 'card question', 'data-key': `question-${question.id}` },
        h('summary', {}, h('h3', {}, question.question)),
        h('p', {}, question.answer, ' ', sourceOf(question, page)),
        list('tags', question.about.map(({ target: to, title }) => h('li', {}, jump(to, { class: 'tag' }, title)))),
        labList(question.labs, page, 'nothing'))));
}

/** The documents the facts come from, and how to read them. */
export function sources(page: Page): HTMLElement | undefined {
  const { state, strings } = page;
  return state.sources.length === 0 ? undefined : section('sources', strings.sections.sources,
    h('ol', { class: 'cards' }, ...state.sources.map((source) =>
      h('li', { class: 'card', id: target.source(source.id), tabindex: '-1' },
        h('h3', {}, source.title),
        h('p', { class: 'quiet' }, `${source.kind}, ${source.asOf}`),
        source.speaksOf !== undefined && h('p', {}, h('span', { class: 'eyebrow' }, strings.speaksOf), source.speaksOf),
        source.note !== undefined && h('p', {}, source.note),
        source.url !== undefined && h('p', {}, outside(source.url, strings.readSource))))));
}
