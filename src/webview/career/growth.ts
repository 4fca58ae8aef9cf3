import { h } from '../dom';
import { icon } from '../icons';
import { labList, list, type Page, part, section, sourceOf } from './parts';

/** Ways into the profession, on from it, and what is changing in it. */
export function growth(page: Page): HTMLElement | undefined {
  const { state, strings } = page;
  const parts = [
    part(strings.howTo, state.howTo.map((way) =>
      h('div', { class: 'card way' },
        h('h4', {}, way.title), h('p', {}, sourceOf(way, page)),
        h('ol', { class: 'steps' }, ...way.steps.map((step) =>
          h('li', {}, h('h5', {}, step.title), step.description !== '' && h('p', {}, step.description), labList(step.labs, page, 'nothing'))))))),
    part(strings.growthPaths, [list('cards three', state.growthPaths.map((path) =>
      h('li', { class: 'card' },
        h('h4', {}, path.title),
        path.positions.length > 0 && h('ol', { class: 'positions' }, ...path.positions.map((position, index) =>
          h('li', {}, index > 0 && icon('next'), h('span', { class: 'tag' }, position)))),
        h('p', {}, path.description, ' ', sourceOf(path, page)))))]),
    part(strings.trends, [list('cards', state.trends.map((trend) =>
      h('li', { class: 'card' }, h('h4', {}, trend.title), h('p', {}, trend.description, ' ', sourceOf(trend, page)), labList(trend.labs, page, 'nothing'))))]),
  ].filter((each) => each !== undefined);
  return parts.length === 0 ? undefined : section('growth', strings.sections.growth, ...parts);
}
