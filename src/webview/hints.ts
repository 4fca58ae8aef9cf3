import { fill, h, safeHtml, type Child } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuidePage } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** Hints shown so far and the button for the next. */
export function hints(page: GuidePage, strings: GuideStrings, host: Host): HTMLElement | undefined {
  const { shown, total } = page.hints;
  if (total === 0) {
    return undefined;
  }
  return h('section', { class: 'hints', 'aria-labelledby': 'hints-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'hints-heading' }, strings.hints),
      shown.length < total
        ? h('button', { 'data-key': 'hint', onclick: () => host.send({ type: 'hint', step: page.id }) },
          icon('hint'), `${strings.showHint} (${fill(strings.hintNumber, shown.length + 1, total)})`)
        : h('span', { class: 'quiet', 'data-key': 'hint', tabindex: '-1' }, strings.noMoreHints)),
    shown.length > 0 && h('ol', {}, ...shown.map((html) => safeHtml('li', {}, html))));
}

/** The reference solution: offered when there are no more hints, and there to read once it was shown. */
export function solution(page: GuidePage, strings: GuideStrings, host: Host): HTMLElement | undefined {
  const { hints: { shown, total }, solution: offered } = page;
  if (!offered || (!offered.files && shown.length < total)) {
    return undefined;
  }
  return h('section', { class: 'solution', 'aria-labelledby': 'solution-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'solution-heading', tabindex: offered.files && '-1', 'data-key': offered.files && 'solution' }, strings.solution),
      !offered.files && h('button', { 'data-key': 'solution', onclick: () => host.send({ type: 'solution', step: page.id }) }, strings.showSolution)),
    offered.files && h('p', { class: 'note' }, strings.solutionNote),
    ...(offered.files ?? []).flatMap(({ name, text }, index): Child[] => [
      h('h3', {}, h('code', {}, name)),
      h('div', { class: 'block' },
        h('pre', { tabindex: '0', 'aria-label': name }, h('code', {}, text)),
        h('div', { class: 'block-buttons' },
          h('button', { 'data-key': `copy-solution-${index}`, 'aria-label': fill(strings.copyFile, name), onclick: () => host.send({ type: 'copySolution', file: index }) },
            icon('copy'), strings.copy))),
    ]));
}
