import { fill, h } from '../dom';
import { icon } from '../icons';
import { jump, type Page } from './parts';
import type { CareerStage } from './protocol/state';
import { target } from './protocol/target';

/** What the path leads to, and the road there. */
export function hero(page: Page): HTMLElement {
  const { state, strings } = page;
  return h('header', { class: 'hero' },
    h('p', { class: 'eyebrow' }, strings.careerGuide),
    h('h1', {}, state.title),
    h('p', { class: 'lead' }, state.summary),
    h('ol', { class: 'road' }, ...state.stages.map((stage, index) => milestone(stage, index, page))));
}

function milestone(stage: CareerStage, index: number, { strings }: Page): HTMLElement {
  const { id, short, time, done, total, current } = stage;
  const complete = total > 0 && done === total;
  return h('li', { class: complete ? 'complete' : current ? 'current' : undefined },
    jump(target.stage(id), { 'aria-current': current ? 'step' : undefined },
      h('span', { class: 'number' }, complete ? icon('passed') : String(index + 1)),
      h('span', { class: 'short' }, short),
      h('span', { class: 'time' }, time),
      h('span', { class: 'count' }, total > 0 ? fill(strings.labsDone, done, total) : strings.noLabs,
        current && ` · ${strings.youAreHere}`)));
}

/** The ways to the sections, always at hand. */
export function contents(sections: readonly HTMLElement[], { strings }: Page): HTMLElement {
  return h('nav', { 'aria-label': strings.onThisPage },
    h('ul', {}, ...sections.map((each) => h('li', {}, jump(each.id, { 'data-key': `to-${each.id}` }, each.querySelector('h2')?.textContent ?? '')))));
}
