import { fill, h, safeHtml } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuidePage, GuideStrings } from './protocol';

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
