import '../base.css';
import './career.css';
import { fill, h, redraw } from '../dom';
import { Host } from '../host';
import { certifications } from './certifications';
import { growth } from './growth';
import { contents, hero } from './hero';
import type { Page } from './parts';
import { pay } from './pay';
import type { FromCareer, ToCareer } from './protocol/messages';
import type { CareerState } from './protocol/state';
import type { CareerStrings } from './protocol/strings';
import { questions, sources } from './questions';
import { roles } from './roles';
import { skills } from './skills';
import { stages } from './stages';
import { work } from './work';

/** The career guide's page: draws the state the extension sends, and says which lab is opened and which role is chosen. */

const host = new Host<FromCareer, { scroll: number }>();
const root = h('div', { id: 'career' });
const live = h('div', { role: 'status', 'aria-live': 'polite', class: 'sr-only' });
document.body.append(root, live);

let shown: CareerState | undefined;
let chosen: string | undefined;

function draw(state: CareerState, strings: CareerStrings, remembered: string | undefined): void {
  const before = shown;
  shown = state;
  chosen ??= remembered;
  const page: Page = { state, strings, openLab: (lab) => host.send({ type: 'openLab', lab }) };
  redraw(() => {
    const sections = [
      roles(page, chosen, (role) => {
        chosen = role.id;
        host.send({ type: 'role', role: role.id });
        say(role.skills ? `${role.title}: ${role.skills.percent} % ${strings.ofWhatItAsks}` : strings.noProfile);
      }),
      stages(page), work(page), pay(page), skills(page), certifications(page), growth(page), questions(page), sources(page),
    ].filter((each) => each !== undefined);
    root.replaceChildren(hero(page), contents(sections, page), h('main', {}, ...sections));
  });
  if (!before) {
    window.scrollTo({ top: host.kept.scroll ?? 0, behavior: 'instant' });
  } else if (before.done !== state.done) {
    say(fill(strings.nowDone, state.done, state.total));
  }
}

function say(text: string): void {
  live.textContent = text;
}

window.addEventListener('message', ({ data }: MessageEvent<ToCareer>) => {
  if (data.type === 'state') {
    draw(data.state, data.strings, data.role);
  } else {
    root.replaceChildren(h('main', {}, h('h1', {}, data.title), h('p', {}, data.message)));
  }
});
window.addEventListener('scrollend', () => host.keep({ scroll: window.scrollY }));
host.send({ type: 'ready' });
