import { fill, h } from '../dom';
import { type Page, section, sourceOf } from './parts';
import type { FactGroup, FactItem } from './protocol/state';
import { s } from './svg';

/** A value of more letters is a sentence rather than a figure, and gets a line of its own. */
const longest = 30;

/** Groups of figures, each figure with its source and, where figures can be compared, where it lies. */
export function pay(page: Page): HTMLElement | undefined {
  const { facts } = page.state;
  return facts.length === 0
    ? undefined
    : section('pay', page.strings.sections.pay, h('p', { class: 'quiet' }, page.strings.figures), h('div', { class: 'cards' }, ...facts.map((group) => groupCard(group, page))));
}

function groupCard({ title, note, items, scale }: FactGroup, page: Page): HTMLElement {
  const subject = items.every((item) => item.subject === items[0]?.subject) ? items[0]?.subject : undefined;
  return h('div', { class: 'card facts' },
    h('h3', {}, title),
    subject !== undefined && h('p', {}, h('span', { class: 'tag' }, fill(page.strings.standIn, subject))),
    note !== undefined && h('p', { class: 'quiet' }, note),
    h('ul', { class: 'figures' }, ...items.map((item) => figure(item, item.subject === subject ? undefined : item.subject, page))),
    scale && h('p', { class: 'quiet small' }, fill(page.strings.scale, scale.max.toLocaleString(document.documentElement.lang || undefined), scale.unit)));
}

function figure(item: FactItem, subject: string | undefined, page: Page): HTMLElement {
  return h('li', { class: item.value.length > longest ? 'words' : undefined },
    h('span', { class: 'label' }, item.label, subject !== undefined && h('span', { class: 'tag' }, fill(page.strings.standIn, subject))),
    h('span', { class: 'value' }, item.value),
    item.bar && range(item.bar),
    h('span', { class: 'foot' }, sourceOf(item, page), item.note !== undefined && h('span', {}, item.note)));
}

/** The figure itself is in words beside it. An open end is drawn as a point. */
function range({ from, to, open }: NonNullable<FactItem['bar']>): SVGElement {
  const [start, end] = [from * 100, Math.max(to, from + 0.012) * 100];
  return s('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', class: 'range', 'aria-hidden': 'true' },
    s('rect', { x: 0, y: 3, width: 100, height: 2, class: 'scale' }),
    open
      ? s('polygon', { points: `${start},0 ${end - 3},0 ${end},4 ${end - 3},8 ${start},8`, class: 'span' })
      : s('rect', { x: start, y: 0, width: end - start, height: 8, class: 'span' }));
}
