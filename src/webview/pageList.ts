import { h } from './dom';
import { icon, type IconName } from './icons';
import type { GuidePageItem, GuideState } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** The pages of the guide with where the learner stands. Any of them may be read at any time. */
export function pageList(state: GuideState, strings: GuideStrings, go: (page: string) => void): HTMLElement {
  return h('nav', { 'aria-label': strings.pages },
    h('ol', {}, ...state.pages.map((page) =>
      h('li', {},
        h('button', {
          class: `page${page.done ? ' done' : ''}`,
          'data-key': `page-${page.id}`,
          'aria-current': page.id === state.page.id ? 'page' : undefined,
          onclick: () => go(page.id),
        },
        icon(pageIcon(page)),
        h('span', {}, page.title),
        page.kind === 'step' && h('span', { class: 'sr-only' }, `, ${standing(page, strings)}`))))));
}

function pageIcon(page: GuidePageItem): IconName {
  if (page.kind !== 'step') {
    return page.kind === 'intro' ? 'page' : 'flag';
  }
  if (page.done) {
    return page.counted ? 'counted' : 'passed';
  }
  if (page.verdict === 'failed' || page.verdict === 'errored' || page.verdict === 'timedOut') {
    return page.verdict;
  }
  return page.current ? 'current' : 'open';
}

function standing(page: GuidePageItem, strings: GuideStrings): string {
  if (page.done) {
    return page.counted ? strings.stepCounted : strings.stepDone;
  }
  const said = page.current ? strings.stepCurrent : strings.stepOpen;
  return page.verdict && page.verdict !== 'passed' ? `${said}, ${strings.verdicts[page.verdict]}` : said;
}
