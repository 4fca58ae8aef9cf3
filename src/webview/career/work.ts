import { h } from '../dom';
import { jump, labList, list, type Page, part, section, sourceOf } from './parts';
import type { CareerDuty, Statement } from './protocol/state';
import { target } from './protocol/target';

/** What the role is and does: definitions, days, responsibilities, duties with the labs that practise them. */
export function work(page: Page): HTMLElement | undefined {
  const { state, strings } = page;
  const statement = (each: Statement): HTMLElement => h('li', {}, each.text, ' ', sourceOf(each, page));
  const parts = [
    part(strings.whatItIs, [list('cards three', state.definitions.map((each) => h('li', { class: 'card quote' }, h('p', {}, each.text), sourceOf(each, page))))]),
    part(strings.dayToDay, [list('plain', state.dayToDay.map(statement))]),
    part(strings.duties, [list('cards', state.duties.map((duty) => dutyCard(duty, page)))]),
    part(strings.responsibilities, [list('cards three', state.responsibilities.map((each) =>
      h('li', { class: 'card' },
        h('h4', {}, each.title), h('p', {}, each.description, ' ', sourceOf(each, page)),
        list('tags', each.skills.map((skill) => h('li', {}, jump(target.skill(skill.id), { class: 'tag' }, skill.title)))))))]),
    part(strings.industries, [list('plain', state.industries.map(statement))]),
  ].filter((each) => each !== undefined);
  return parts.length === 0 ? undefined : section('work', strings.sections.work, ...parts);
}

function dutyCard(duty: CareerDuty, page: Page): HTMLElement {
  const { strings } = page;
  const { example, interview } = duty;
  return h('li', { class: 'card duty' },
    h('h4', {}, duty.title),
    h('p', {}, duty.description, ' ', sourceOf(duty, page)),
    interview !== undefined && h('p', { class: 'interview' }, h('span', { class: 'eyebrow' }, strings.interview), interview),
    example && h('p', { class: 'example' },
      example.figure !== undefined && h('span', { class: 'figure', 'aria-hidden': 'true' }, example.figure),
      h('span', {}, h('span', { class: 'eyebrow' }, strings.example), example.text)),
    labList(duty.labs, page));
}
