import { fill, h } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuideState } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** Where to go from here. */
export function footer(state: GuideState, strings: GuideStrings, host: Host, go: (page: string) => void): HTMLElement {
  const at = state.pages.findIndex((page) => page.id === state.page.id);
  const previous = state.pages[at - 1];
  const next = state.pages[at + 1];
  const { page } = state;
  const up = state.phase === 'running' || state.phase === 'checking';
  const begun = page.kind === 'step' && (page.done || state.pages[at]?.current === true);
  const completes = page.byNext && !page.done && up;
  return h('footer', {},
    previous && h('button', { 'data-key': 'previous', onclick: () => go(previous.id) }, icon('previous'), fill(strings.previous, previous.title)),
    up && begun && h('button', { class: 'link', 'data-key': 'reset', onclick: () => host.send({ type: 'resetStep', step: page.id }) }, strings.resetStep),
    completes && h('button', { class: 'primary', 'data-key': 'next', onclick: () => host.send({ type: 'next', step: page.id }) },
      strings.completeStep, icon('next')),
    !completes && next && h('button', {
      class: page.kind !== 'step' || page.done ? 'primary' : '', 'data-key': 'next', onclick: () => go(next.id),
    }, fill(strings.next, next.title), icon('next')));
}

/** Said at the end, with what can be done now. */
export function banner(state: GuideState, strings: GuideStrings, host: Host): HTMLElement | undefined {
  if (!state.completed) {
    return undefined;
  }
  return h('section', { class: 'banner' },
    h('p', {}, icon('passed'), h('strong', {}, strings.completed)),
    state.learned.length > 0 && h('div', {}, strings.learned, h('ul', { class: 'skills' }, ...state.learned.map((skill) => h('li', { dir: 'auto' }, skill)))),
    state.unlocked.length > 0 && h('div', {}, strings.unlocked, h('ul', {}, ...state.unlocked.map((each) => h('li', {}, labLink(each, host))))),
    state.goOn && h('div', {}, strings.goOn, ' ', labLink(state.goOn, host)));
}

function labLink({ lab, title }: { lab: string; title: string }, host: Host): HTMLElement {
  return h('button', { class: 'link', 'data-key': `lab-${lab}`, onclick: () => host.send({ type: 'openLab', lab }) }, title);
}
