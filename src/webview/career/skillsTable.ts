import { h } from '../dom';
import { jump, labList, type Page } from './parts';
import type { SkillAsked } from './protocol/state';
import { target } from './protocol/target';
import { amount } from './skillsChart';

/** What the chart shows, for those whom a table serves better, with the labs behind it. */
export function skillsTable(asked: readonly SkillAsked[], title: string, page: Page): HTMLElement {
  const { strings } = page;
  return h('details', { 'data-key': 'skills-table' },
    h('summary', {}, strings.asTable),
    h('div', { class: 'table' },
      h('table', {},
        h('caption', { class: 'sr-only' }, title),
        h('thead', {}, h('tr', {}, ...[strings.skill, strings.asked, strings.earned, strings.labs].map((head) => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, ...asked.map((skill) =>
          h('tr', {},
            h('th', { scope: 'row' }, jump(target.skill(skill.id), {}, skill.title)),
            h('td', {}, strings.weights[skill.weight - 1]),
            h('td', {}, amount(skill, strings)),
            h('td', {}, labList(skill.labs, page))))))));
}
