import { fill, h } from '../dom';
import { labList, list, type Page, part, section, sourceOf } from './parts';
import type { CareerSkill } from './protocol/state';
import { target } from './protocol/target';

/** Every skill with the labs that train it, and what no lab trains. */
export function skills(page: Page): HTMLElement {
  const { state, strings } = page;
  const of = (kind: CareerSkill['kind']): HTMLElement | undefined =>
    list('cards', state.skills.filter((skill) => skill.kind === kind).map((skill) => skillCard(skill, page)));
  return section('skills', strings.sections.skills,
    part(strings.technical, [of('technical')]),
    part(strings.soft, [of('soft')]),
    part(strings.notTrained, [list('cards', state.notTrained.map((each) =>
      h('li', { class: 'card untrained' },
        h('h4', {}, each.title), h('p', {}, each.reason),
        each.instead !== undefined && h('p', {}, h('span', { class: 'eyebrow' }, strings.instead), each.instead),
        named(each.sources, page))))]));
}

function skillCard(skill: CareerSkill, page: Page): HTMLElement {
  const { id, title, description, labs, done, sources } = skill;
  return h('li', { class: 'card', id: target.skill(id), tabindex: '-1' },
    h('div', { class: 'card-head' }, h('h4', {}, title), labs.length > 0 && h('span', { class: 'quiet' }, fill(page.strings.labsDone, done, labs.length))),
    h('p', {}, description),
    labList(labs, page),
    named(sources, page));
}

/** All sources that name it. */
function named(sources: readonly string[], page: Page): HTMLElement | undefined {
  return list('source-list', sources.map((source) => h('li', {}, sourceOf({ source }, page))));
}
