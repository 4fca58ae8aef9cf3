import { fill, h, safeHtml } from './dom';
import { diagrams } from './diagrams';
import type { Host } from './host';
import { icon } from './icons';
import type { GuidePage } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** Schemes the extension follows; anything else in a page is text. */
const followed = /^(https?|mailto|file|port|check|restart|hint):/;

/**
 * The page's text, with buttons on its blocks. Drawn once a page, so that reading and selecting are not disturbed. `onCheck`: a
 * link of the text asks for a check.
 */
export function article(page: GuidePage, strings: GuideStrings, host: Host, onCheck: (check: string) => void): HTMLElement {
  const element = safeHtml('article', { 'aria-label': page.title, 'data-page': page.id }, page.html);
  for (const { index, run, copy, saveAs } of page.blocks) {
    const pre = element.querySelector<HTMLElement>(`pre[data-block="${index}"]`);
    if (!pre || !(run || copy || saveAs)) {
      continue;
    }
    const frame = h('div', { class: 'block' });
    pre.replaceWith(frame);
    pre.tabIndex = 0;
    frame.append(pre, h('div', { class: 'block-buttons' },
      run && h('button', { class: 'run', 'data-key': `run-${page.id}-${index}`,
        onclick: () => host.send({ type: 'run', page: page.id, block: index }) }, icon('run'), strings.run),
      copy && copyButton(page, index, strings, host),
      saveAs !== undefined && h('button', { 'data-key': `save-${page.id}-${index}`,
        onclick: () => host.send({ type: 'save', page: page.id, block: index }) }, icon('page'), fill(strings.saveAs, saveAs))));
  }
  diagrams(element, strings);
  element.addEventListener('click', (event) => follow(event, host, onCheck));
  return element;
}

function copyButton(page: GuidePage, index: number, strings: GuideStrings, host: Host): HTMLElement {
  const label = h('span', {}, strings.copy);
  return h('button', {
    'data-key': `copy-${page.id}-${index}`,
    onclick: () => {
      host.send({ type: 'copy', page: page.id, block: index });
      label.textContent = strings.copied;
      setTimeout(() => (label.textContent = strings.copy), 1500);
    },
  }, icon('copy'), label);
}

/** Links are followed by the extension, never by the page. Those to a place on the page stay as they are. */
function follow(event: MouseEvent, host: Host, onCheck: (check: string) => void): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const href = link?.getAttribute('data-href') ?? link?.getAttribute('href');
  if (!href || href.startsWith('#')) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (followed.test(href)) {
    if (href.startsWith('check:')) {
      onCheck(href.slice('check:'.length));
    }
    host.send({ type: 'link', href });
  }
}
