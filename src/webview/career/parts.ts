import { type Child, fill, h } from '../dom';
import { icon, type IconName } from '../icons';
import type { Attributed, CareerLab, CareerState, LabStanding } from './protocol/state';
import type { CareerStrings } from './protocol/strings';
import { target } from './protocol/target';

/** What every part of the page draws with. */
export interface Page {
  state: CareerState;
  strings: CareerStrings;
  openLab: (lab: string) => void;
}

const standingIcons: Record<LabStanding, IconName> = {
  done: 'passed', running: 'run', begun: 'current', open: 'open', unwritten: 'skipped',
};

/** A lab's name, which opens its guide. Its state is a shape and, for who cannot see it, a word. */
export function labLink(lab: CareerLab, { strings, openLab }: Page): HTMLElement {
  const { id, lab: identity, title, state, minutes } = lab;
  const standing = h('span', { class: 'sr-only' }, `, ${strings.standing[state]}`);
  if (identity === undefined) {
    return h('span', { class: 'lab unwritten' }, icon(standingIcons[state]), h('span', {}, title), h('span', { class: 'aside' }, strings.standing[state]));
  }
  return h('a', { class: `lab ${state}`, href: `#open-${id}`, onclick: () => openLab(identity) },
    icon(standingIcons[state]), h('span', {}, title), standing,
    minutes !== undefined && h('span', { class: 'aside' }, fill(strings.minutes, minutes)));
}

/** Labs in a row; where there are none, a word or nothing. */
export function labList(labs: readonly CareerLab[], page: Page, none: 'say' | 'nothing' = 'say'): HTMLElement | undefined {
  if (labs.length === 0) {
    return none === 'say' ? h('p', { class: 'quiet none' }, icon('skipped'), page.strings.noLabs) : undefined;
  }
  return h('ul', { class: 'labs', 'aria-label': page.strings.labs }, ...labs.map((lab) => h('li', {}, labLink(lab, page))));
}

/** A link to another place of the page. VS Code scrolls there; the focus follows here, for keyboards and screen readers. */
export function jump(to: string, attributes: Readonly<Record<string, string | undefined>>, ...children: Child[]): HTMLAnchorElement {
  return h('a', { ...attributes, href: `#${to}`, onclick: () => document.getElementById(to)?.focus({ preventScroll: true }) }, ...children);
}

/** Where a statement comes from and of when it is. */
export function sourceOf({ source, asOf }: Attributed, { state, strings }: Page): HTMLElement | undefined {
  const known = state.sources.find(({ id }) => id === source);
  if (!known) {
    return undefined;
  }
  return h('span', { class: 'source' },
    jump(target.source(known.id), { title: known.title }, h('span', { class: 'sr-only' }, `${strings.source}: `), known.kind), `, ${asOf ?? known.asOf}`);
}

/** An https address, opened outside by VS Code, which asks where it should. */
export function outside(url: string, label: string): HTMLElement {
  return h('a', { href: url, class: 'outside' }, icon('globe'), label);
}

export function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return h('section', { id, 'aria-labelledby': `${id}-title`, tabindex: '-1' }, h('h2', { id: `${id}-title` }, title), ...children);
}

/** A heading with what is under it; nothing where there is nothing. */
export function part(title: string, children: readonly Child[]): DocumentFragment | undefined {
  const shown = children.filter((child): child is Node | string => child !== undefined && child !== false);
  if (shown.length === 0) {
    return undefined;
  }
  const fragment = document.createDocumentFragment();
  fragment.append(h('h3', {}, title), ...shown);
  return fragment;
}

export function list(className: string, items: readonly Child[], tag: 'ul' | 'ol' = 'ul'): HTMLElement | undefined {
  return items.length === 0 ? undefined : h(tag, { class: className }, ...items);
}
