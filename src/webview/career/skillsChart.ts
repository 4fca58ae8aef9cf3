import { fill, h } from '../dom';
import type { SkillAsked } from './protocol/state';
import type { CareerStrings } from './protocol/strings';
import { s } from './svg';

/** From this width (px) on the names of skills stand beside their bars; below it, above them. */
const wide = 560;
const barHeight = 14;
let drawn = 0;

/**
 * A bar a skill, of as many steps as the role asks for: filled where completed labs earned them, dashed where there are no
 * labs yet. Shapes tell them apart, colours only repeat it. It is drawn for the width there is, so that its words have the
 * size of the page's in a narrow panel too.
 */
export function skillsChart(asked: readonly SkillAsked[], title: string, strings: CareerStrings): HTMLElement {
  const chart = h('div', { class: 'chart' });
  const key = h('p', { class: 'quiet small', hidden: true }, strings.weights.map((weight, index) => `${index + 1}: ${weight}`).join(', '));
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (now > 0 && now !== width) {
      width = now;
      key.hidden = width >= wide;
      chart.replaceChildren(draw(asked, title, strings, width));
    }
  }).observe(chart);
  return h('div', {}, chart, key, legend(strings));
}

function draw(asked: readonly SkillAsked[], title: string, strings: CareerStrings, width: number): SVGSVGElement {
  const letter = Number.parseFloat(getComputedStyle(document.body).fontSize);
  const line = Math.ceil(letter * 1.4);
  const beside = width >= wide;
  const left = beside ? Math.min(300, Math.round(width * 0.4)) : 0;
  const right = Math.ceil(letter * 6.2);
  const unit = (width - left - right) / 3;
  const letters = Math.floor((beside ? left - 14 : width) / (letter * 0.54));
  let y = line + 8;
  const rows = asked.map((skill) => {
    const words = wrap(skill.title, letters);
    const height = beside ? Math.max(words.length * line, barHeight) + 10 : words.length * line + barHeight + 16;
    const bar = beside ? y + (height - barHeight) / 2 : y + words.length * line + 2;
    const first = beside ? y + height / 2 - ((words.length - 1) * line) / 2 + letter * 0.35 : y + letter;
    const row = s('g', {},
      ...words.map((word, index) => s('text', { x: beside ? left - 14 : 0, y: first + index * line, 'text-anchor': beside ? 'end' : 'start' }, word)),
      ...bars(skill, left, bar, unit),
      s('text', { x: left + skill.weight * unit + 8, y: bar + barHeight / 2 + letter * 0.35, class: 'amount' }, amount(skill, strings)));
    y += height;
    return row;
  });
  const id = `chart-${(drawn += 1)}`;
  return s('svg', { width, height: y + 4, viewBox: `0 0 ${width} ${y + 4}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-desc` },
    s('title', { id: `${id}-title` }, title),
    s('desc', { id: `${id}-desc` }, asked.map((skill) => `${skill.title}: ${amount(skill, strings)}`).join('; ')),
    ...strings.weights.flatMap((weight, index) => {
      const x = left + (index + 1) * unit;
      return [
        s('line', { x1: x, x2: x, y1: line, y2: y, class: 'grid' }),
        s('text', { x: x - unit / 2, y: letter, 'text-anchor': 'middle', class: 'weight' }, beside ? weight : String(index + 1)),
      ];
    }),
    ...rows);
}

function bars({ weight, possible, earned }: SkillAsked, left: number, y: number, unit: number): SVGElement[] {
  return Array.from({ length: weight }, (_, step) => {
    const kind = step < earned ? 'earned' : step < possible ? 'asked' : 'asked untrained';
    return s('rect', { x: left + step * unit + 1.5, y: y + 0.5, width: unit - 3, height: barHeight - 1, rx: 3, class: kind });
  });
}

/** "2 of 3", with a mark once it is all. */
export function amount({ weight, possible, earned }: SkillAsked, strings: CareerStrings): string {
  if (possible === 0) {
    return strings.noLabYet;
  }
  return `${earned === weight ? '✓ ' : ''}${fill(strings.earnedOf, earned, weight)}`;
}

function legend(strings: CareerStrings): HTMLElement {
  const sample = (className: string, word: string): HTMLElement =>
    h('li', {}, s('svg', { viewBox: '0 0 24 12', 'aria-hidden': 'true' }, s('rect', { x: 0.5, y: 0.5, width: 23, height: 11, rx: 3, class: className })), word);
  return h('ul', { class: 'legend' },
    sample('earned', strings.earned), sample('asked', strings.asked), sample('asked untrained', strings.noLabYet));
}

/** Words in lines of so many letters, at least one word each. */
function wrap(text: string, letters: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    const longer = `${last} ${word}`;
    return last !== undefined && longer.length <= letters ? [...lines.slice(0, -1), longer] : [...lines, word];
  }, []);
}
