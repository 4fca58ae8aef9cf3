import { fill, h } from '../dom';
import { icon } from '../icons';
import { labLink, type Page, section, sourceOf } from './parts';
import type { CareerRole, RoleLevel } from './protocol/state';
import { skillsChart } from './skillsChart';
import { skillsTable } from './skillsTable';
import { s } from './svg';

const levels: readonly RoleLevel[] = ['junior', 'mid', 'senior', 'lead'];

/** The roles to choose from, and what the chosen one asks for beside what is earned. */
export function roles(page: Page, chosen: string | undefined, choose: (role: CareerRole) => void): HTMLElement | undefined {
  const all = page.state.roles;
  const first = all.find(({ id }) => id === chosen) ?? all[0];
  if (!first) {
    return undefined;
  }
  const panel = h('div', { class: 'role-panel card' }, ...rolePanel(first, page));
  const pick = (role: CareerRole): void => {
    panel.replaceChildren(...rolePanel(role, page));
    choose(role);
  };
  return section('roles', page.strings.sections.roles,
    h('fieldset', { class: 'roles' },
      h('legend', {}, page.strings.chooseRole),
      h('div', { class: 'role-cards' }, ...all.map((role) => roleCard(role, role === first, page, () => pick(role))))),
    panel);
}

function roleCard(role: CareerRole, checked: boolean, { strings }: Page, pick: () => void): HTMLElement {
  return h('label', { class: 'role' },
    h('input', { type: 'radio', name: 'role', value: role.id, checked, 'data-key': `role-${role.id}`, onchange: pick }),
    h('span', { class: 'role-title' }, role.title),
    h('span', { class: 'role-facts' }, level(role, strings.levels[role.level]), h('span', {}, role.focus)),
    role.skills && h('span', { class: 'role-percent' }, `${role.skills.percent} %`));
}

function level({ level: name }: CareerRole, word: string): HTMLElement {
  const reached = levels.indexOf(name);
  return h('span', { class: 'level' },
    s('svg', { viewBox: '0 0 16 12', class: 'pips', 'aria-hidden': 'true' }, ...levels.map((_, index) =>
      s('rect', { x: index * 4 + 0.5, y: 9 - index * 2.6, width: 2.6, height: 2.5 + index * 2.6, class: index <= reached ? 'on' : 'off' }))),
    word);
}

function rolePanel(role: CareerRole, page: Page): HTMLElement[] {
  const { strings } = page;
  const parts: (HTMLElement | undefined)[] = [
    h('div', { class: 'role-head' },
      h('div', {},
        h('h3', {}, role.title),
        h('p', {}, role.description, ' ', sourceOf(role, page)),
        h('dl', { class: 'pairs' },
          h('dt', {}, strings.level), h('dd', {}, strings.levels[role.level]),
          ...role.pay.flatMap((item) => [h('dt', {}, strings.payAtLevel), h('dd', {}, item.value, ' ', sourceOf(item, page))]))),
      role.skills && ring(role.skills.percent, strings.ofWhatItAsks)),
  ];
  const { skills } = role;
  if (!skills) {
    parts.push(h('p', { class: 'quiet' }, strings.noProfile));
    return parts.filter((each) => each !== undefined);
  }
  const complete = skills.asked.filter(({ earned, weight }) => earned === weight).length;
  parts.push(
    next(skills, page),
    h('h4', {}, fill(strings.skillsComplete, complete, skills.asked.length)),
    skillsChart(skills.asked, fill(strings.chartTitle, role.title), strings),
    skills.beside.length > 0 ? h('p', {}, fill(strings.beside, skills.beside.join(', '))) : undefined,
    h('p', { class: 'quiet small' }, strings.chartHow, ' ', sourceOf(skills, page)),
    skillsTable(skills.asked, fill(strings.chartTitle, role.title), page),
  );
  return parts.filter((each) => each !== undefined);
}

/** How much of it is there, as a ring around the figure. */
function ring(percent: number, words: string): HTMLElement {
  return h('p', { class: 'ring' },
    h('span', { class: 'ring-figure' },
      s('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' },
        s('circle', { cx: 32, cy: 32, r: 27, class: 'rest' }),
        ...(percent > 0 ? [s('circle', { cx: 32, cy: 32, r: 27, pathLength: 100, 'stroke-dasharray': `${percent} 100`, transform: 'rotate(-90 32 32)', class: 'have' })] : [])),
      h('span', {}, `${percent} %`)),
    h('span', { class: 'ring-words' }, words));
}

function next(skills: NonNullable<CareerRole['skills']>, page: Page): HTMLElement {
  if (skills.next.length === 0) {
    return h('p', { class: 'next' }, icon('flag'), page.strings.allLabsDone);
  }
  return h('div', { class: 'next' },
    h('h4', {}, icon('flag'), page.strings.nextLabs),
    h('ol', {}, ...skills.next.map(({ lab, skills: brings }) =>
      h('li', {}, labLink(lab, page), h('span', { class: 'quiet' }, fill(page.strings.trains, brings.join(', ')))))));
}
