import { fill, h, type Child } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuideState } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** Title, progress, and the one button that fits what the lab is doing. */
export function header(state: GuideState, strings: GuideStrings, host: Host): HTMLElement {
  return h('header', { class: 'lab' },
    h('div', { class: 'lab-title' }, h('h1', {}, state.title), h('p', { class: 'facts' }, state.facts)),
    progress(state, strings),
    h('div', { class: 'session' }, ...session(state, strings, host)),
    inputs(state, strings, host),
    state.unisolated && h('p', { class: 'note' }, strings.unisolated),
    ...state.lacks.map((lack) => h('p', { class: 'note' }, strings.lacks[lack])),
    state.outdated && h('p', { class: 'note' }, strings.outdated, ' ',
      h('button', { class: 'link', 'data-key': 'restart', onclick: () => host.send({ type: 'restart' }) }, strings.restart)),
  );
}

function progress({ stepsDone, stepsTotal }: GuideState, strings: GuideStrings): HTMLElement {
  const label = fill(strings.progress, stepsDone, stepsTotal);
  return h('div', { class: 'progress' },
    h('progress', { max: String(stepsTotal), value: String(stepsDone), 'aria-label': label }),
    h('span', { 'aria-hidden': 'true' }, label));
}

/** What the learner answered at the start, and the way to answer otherwise. */
function inputs({ inputs: given }: GuideState, strings: GuideStrings, host: Host): HTMLElement | undefined {
  return given.length === 0 ? undefined : h('details', { class: 'inputs', 'data-key': 'inputs' },
    h('summary', { 'data-key': 'inputs-summary' }, strings.inputs),
    h('dl', {}, ...given.flatMap(({ prompt, value }) => [h('dt', { dir: 'auto' }, prompt), h('dd', {}, h('code', { dir: 'auto' }, value))])),
    h('button', { 'data-key': 'change-inputs', onclick: () => host.send({ type: 'changeInputs' }) }, strings.changeInputs));
}

function session(state: GuideState, strings: GuideStrings, host: Host): Child[] {
  const start = (label: string): HTMLElement =>
    h('button', { class: 'primary', 'data-key': 'start', onclick: () => host.send({ type: 'start' }) }, icon('run'), label);
  switch (state.phase) {
    case 'idle':
      if (state.engine) {
        return [
          h('p', { class: 'note' }, state.engine.message),
          h('button', { class: 'primary', 'data-key': 'start', onclick: () => host.send({ type: 'fixEngine' }) }, state.engine.action),
          ...(state.lock ? locked({ ...state.lock, ways: { first: state.lock.ways.first } }, host, false) : []),
        ];
      }
      return [
        ...(state.lock ? locked(state.lock, host) : [start(state.begun ? strings.startAgain : strings.start), h('span', { class: 'phase' }, strings.notRunning)]),
        state.builds !== '' && h('p', { class: 'note' }, state.builds),
      ];
    case 'busy':
      return [h('span', { class: 'phase' }, icon('busy'), state.message || strings.starting)];
    case 'stopping':
      return [h('span', { class: 'phase' }, icon('busy'), strings.stopping)];
    case 'failed':
      if (state.down) {
        return down(state.down, start(strings.tryAgain), strings, host);
      }
      return [
        h('p', { class: 'note ours' }, icon('errored'), `${state.runsOn ? strings.stuck : strings.startFailed} ${state.message ?? ''}`),
        start(strings.tryAgain),
        h('button', { 'data-key': 'log', onclick: () => host.send({ type: 'showLog' }) }, strings.showLog),
        state.runsOn && h('button', { 'data-key': 'stop', onclick: () => host.send({ type: 'stop' }) }, icon('stop'), strings.stop),
      ];
    case 'running':
    case 'checking':
      return [
        h('span', { class: 'phase' }, state.phase === 'checking' ? icon('busy') : icon('current'),
          state.phase === 'checking' ? strings.checking : strings.running),
        h('button', { 'data-key': 'terminal', onclick: () => host.send({ type: 'openTerminal' }) }, icon('terminal'), strings.terminal),
        ...state.ports.map(({ service, port }) =>
          h('button', { 'data-key': `port-${service}-${port}`, onclick: () => host.send({ type: 'openPort', service, port }) },
            icon('globe'), fill(strings.openPort, service, port))),
        h('button', { 'data-key': 'stop', onclick: () => host.send({ type: 'stop' }) },
          icon('stop'), strings.stop),
      ];
  }
}

/** What comes first, and the ways to go on. */
function locked({ text, lab, ways }: NonNullable<GuideState['lock']>, host: Host, primary = true): Child[] {
  return [
    h('p', { class: 'note' }, icon('blocked'), text),
    h('button', { class: primary ? 'primary' : '', 'data-key': 'first', onclick: () => host.send({ type: 'openLab', lab }) }, ways.first),
    ways.prepare !== undefined && h('button', { 'data-key': 'prepare', onclick: () => host.send({ type: 'prepare' }) }, ways.prepare),
    ways.anyway !== undefined && h('button', { 'data-key': 'start', onclick: () => host.send({ type: 'startAnyway' }) }, icon('run'), ways.anyway),
  ];
}

/** A service that crashed: what it said last, and the one thing to do. */
function down({ text, service, lines }: NonNullable<GuideState['down']>, start: HTMLElement, strings: GuideStrings, host: Host): Child[] {
  return [
    h('p', { class: 'note ours' }, icon('errored'), text),
    lines !== '' && h('pre', { class: 'last-words', 'aria-label': strings.lastWords }, h('code', {}, lines)),
    service === undefined
      ? start
      : h('button', { class: 'primary', 'data-key': 'restart-service', onclick: () => host.send({ type: 'restartService', service }) },
        icon('run'), fill(strings.restartService, service)),
    service !== undefined && h('button', { 'data-key': 'logs', onclick: () => host.send({ type: 'showLogs', service }) }, strings.showLogs),
    h('button', { 'data-key': 'stop', onclick: () => host.send({ type: 'stop' }) }, icon('stop'), strings.stop),
  ];
}
