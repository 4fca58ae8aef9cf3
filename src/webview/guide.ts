import './base.css';
import './guide.css';
import { article } from './article';
import { checkList } from './checkList';
import { h, place, redraw } from './dom';
import { Drafts } from './drafts';
import { banner, footer } from './footer';
import { goBackTo } from './goBackTo';
import { header } from './header';
import { hints, solution } from './hints';
import { Host } from './host';
import { icon } from './icons';
import { pageList } from './pageList';
import type { FirstGuide, ToGuide } from './protocol/messages';
import type { GuideState } from './protocol/state';
import type { GuideStrings } from './protocol/strings';
import { Questions } from './questions';
import { Reveal } from './reveal';

/** The guide's panel: draws the state the extension sends, and sends back what the learner does. */

const host = new Host();
const questions = new Questions(host, new Drafts(host));
const reveal = new Reveal();
const main = h('main');
const root = h('div', { id: 'guide' });
const live = h('div', { role: 'status', 'aria-live': 'polite', class: 'sr-only' });
document.body.append(root, live);

let shown: { key: string; element: HTMLElement } | undefined;
let asked: string | undefined;
let current: GuideState | undefined;
let drawn = '';
/** What the extension knows of where the learner reads. */
let told = '';

function go(page: string): void {
  asked = page;
  host.send({ type: 'page', page });
}

/** The page's element, kept while its text is the same. */
function pageElement(state: GuideState, strings: GuideStrings): HTMLElement {
  const key = JSON.stringify([state.lab, state.page.id, state.page.html, state.page.blocks]);
  if (shown?.key !== key) {
    shown = { key, element: article(state.page, strings, host, (check) => current?.phase === 'running' && reveal.expect(check)) };
  }
  return shown.element;
}

function draw(state: GuideState, strings: GuideStrings, scroll: number | undefined): void {
  const turned = current?.page.id !== state.page.id;
  const first = current === undefined;
  current = state;
  redraw(() => {
    place(root, [header(state, strings, host), pageList(state, strings, go), main]);
    place(main, [
      state.page.kind === 'finish' && banner(state, strings, host),
      pageElement(state, strings),
      state.page.counted !== undefined && h('p', { class: 'note counted' }, icon('counted'), h('span', { dir: 'auto' }, state.page.counted)),
      questions.draw(state.page, strings),
      checkList(state.page, state, strings, host),
      state.page.kind !== 'finish' && state.page.done && banner(state, strings, host),
      hints(state.page, strings, host),
      solution(state.page, strings, host),
      footer(state, strings, host, go),
    ]);
  });
  if (turned || state.phase !== 'running' && state.phase !== 'checking') {
    reveal.forget();
  }
  reveal.drawn(state);
  if (first) {
    goBackTo(host.kept.page === state.page.id ? (host.kept.scroll ?? scroll ?? 0) : (scroll ?? 0), root);
  } else if (turned) {
    window.scrollTo({ top: 0 });
    if (asked === state.page.id) {
      shown?.element.setAttribute('tabindex', '-1');
      shown?.element.focus({ preventScroll: true });
    }
    asked = undefined;
  }
  keep();
}

function keep(): void {
  if (current) {
    const scroll = Math.max(0, Math.round(window.scrollY));
    host.keep({ lab: current.lab, page: current.page.id, scroll });
    const at = `${current.page.id} ${scroll}`;
    if (at !== told) {
      told = at;
      host.send({ type: 'at', page: current.page.id, scroll });
    }
  }
}

function hear(data: ToGuide): void {
  if (data.type === 'state') {
    const said = JSON.stringify(data);
    if (said !== drawn) {
      drawn = said;
      draw(data.state, data.strings, data.scroll);
    }
  } else {
    live.textContent = '';
    // A changed text is spoken; the same text twice would not be.
    requestAnimationFrame(() => (live.textContent = data.text));
  }
}

/** What the document brought along, unless the page has changed since: then the extension says what is true now. */
function begin(): void {
  const text = document.getElementById('first')?.textContent;
  const first = text ? (JSON.parse(text) as FirstGuide) : undefined;
  if (first && host.kept.first !== first.id) {
    host.keep({ first: first.id });
    hear(first.message);
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ToGuide>) => hear(data));
window.addEventListener('scrollend', keep);
begin();
host.send({ type: 'ready' });
