import { fill, h, type Child } from './dom';
import type { Host } from './host';
import { icon } from './icons';
import type { GuideCheck, GuideCriterion, GuidePage, GuideState } from './protocol/state';
import type { GuideStrings } from './protocol/strings';

/** The checks of a step with how they came out, and the button that runs them. */
export function checkList(page: GuidePage, state: GuideState, strings: GuideStrings, host: Host): HTMLElement | undefined {
  if (page.checks.length === 0) {
    return undefined;
  }
  const busy = state.phase === 'checking';
  const up = state.phase === 'running' || busy;
  const allPassed = page.checks.every((check) => check.verdict === 'passed');
  return h('section', { class: 'checks', 'aria-labelledby': 'checks-heading' },
    h('div', { class: 'section-head' },
      h('h2', { id: 'checks-heading' }, strings.checks),
      page.credit.total > 0 && h('span', { class: 'credit quiet' }, fill(strings.points, page.credit.earned, page.credit.total)),
      busy && h('button', { 'data-key': 'cancel-check', onclick: () => host.send({ type: 'cancelCheck' }) }, strings.cancel),
      h('button', {
        class: allPassed ? '' : 'primary',
        'data-key': 'check-step',
        disabled: !up,
        // Not `disabled`: a button that is loses the focus of those who use the keyboard.
        'aria-disabled': busy && 'true',
        onclick: busy ? undefined : () => host.send({ type: 'checkStep', step: page.id }),
      }, busy ? icon('busy') : icon('passed'), busy ? strings.checking : strings.checkStep)),
    !up && h('p', { class: 'note' }, strings.checkNeedsStart),
    h('ul', {}, ...page.checks.map((check) => checkItem(check, { up, busy }, strings, host))),
    !busy && nextAction(page, up, strings, host));
}

/** After a failure: what to do, and where help is. Help that was used up is not offered again. */
function nextAction(page: GuidePage, up: boolean, strings: GuideStrings, host: Host): Child {
  const { hints: { shown, total } } = page;
  return page.checks.some((check) => check.verdict === 'failed') && h('p', { class: 'next-action' },
    h('span', {}, strings.mendIt),
    shown.length < total
      ? h('button', { class: 'link', 'data-key': 'hint-after-failure', onclick: () => host.send({ type: 'hint', step: page.id }) },
        icon('hint'), `${strings.showHint} (${fill(strings.hintNumber, shown.length + 1, total)})`)
      : up && h('button', { class: 'link', 'data-key': 'reset-after-failure', onclick: () => host.send({ type: 'resetStep', step: page.id }) }, strings.resetStep));
}

function checkItem(check: GuideCheck, { up, busy }: { up: boolean; busy: boolean }, strings: GuideStrings, host: Host): HTMLElement {
  const { verdict, running } = check;
  const ours = verdict === 'errored' || verdict === 'timedOut';
  const said = running ? strings.checking : verdict ? strings.verdicts[verdict] : strings.notRunYet;
  return h('li', { class: `check ${running ? 'running' : (verdict ?? 'open')}`, 'data-check': check.id },
    h('div', { class: 'check-head' },
      icon(running ? 'busy' : (verdict ?? 'open')),
      h('span', { class: 'check-title' }, check.title, remarks(check, strings)),
      h('span', { class: 'verdict' }, said),
      h('button', {
        class: 'quiet',
        'data-key': `check-${check.id}`,
        'aria-label': `${ours ? strings.retry : strings.runCheck}: ${check.title}`,
        disabled: !up,
        'aria-disabled': busy && 'true',
        onclick: busy ? undefined : () => host.send({ type: 'check', check: check.id }),
      }, ours ? strings.retry : strings.runCheck)),
    ...(running ? [] : details(check, ours, strings, host)));
}

/** What is not the same for every check. */
function remarks({ optional, points }: GuideCheck, strings: GuideStrings): Child {
  const said = [points !== 1 ? fill(strings.somePoints, points) : '', optional ? strings.optional : ''].filter(Boolean).join(', ');
  return said !== '' && h('span', { class: 'quiet' }, ` (${said})`);
}

function details(check: GuideCheck, ours: boolean, strings: GuideStrings, host: Host): Child[] {
  if (check.brokeSince) {
    return [h('p', { class: 'ours' }, strings.brokeSince, ' ', logButton(check, strings, host))];
  }
  if (check.verdict === undefined || check.verdict === 'passed') {
    return [];
  }
  const failed = check.criteria.filter((criterion) => !criterion.passed);
  return [
    check.message && failed.length === 0 && h('p', { class: 'message' }, check.message),
    ours && h('p', { class: 'ours quiet' }, strings.ours, ' ', logButton(check, strings, host)),
    check.criteria.length > 0 && h('ul', { class: 'criteria' }, ...check.criteria.map((each) => criterionItem(each, strings, host))),
    docsLink(check.docs, strings, host),
    check.output !== undefined && check.output !== '' &&
      h('details', { 'data-key': `output-${check.id}` },
        h('summary', { 'data-key': `output-summary-${check.id}` }, strings.output), h('pre', { tabindex: '0' }, check.output)),
  ];
}

function logButton(check: GuideCheck, strings: GuideStrings, host: Host): HTMLElement {
  return h('button', { class: 'link', 'data-key': `log-${check.id}`, onclick: () => host.send({ type: 'showLog' }) }, strings.showLog);
}

function criterionItem(criterion: GuideCriterion, strings: GuideStrings, host: Host): HTMLElement {
  const { file, line = 1 } = criterion;
  return h('li', { class: criterion.passed ? 'passed' : 'failed' },
    h('div', { class: 'criterion' }, icon(criterion.passed ? 'passed' : 'failed'),
      h('span', { class: 'sr-only' }, `${strings.verdicts[criterion.passed ? 'passed' : 'failed']}: `),
      h('span', {}, criterion.criterion)),
    !criterion.passed && h('dl', {},
      ...pair(strings.expected, criterion.expected),
      ...pair(strings.found, criterion.found)),
    !criterion.passed && criterion.hint !== undefined && h('p', { class: 'tip' }, icon('hint'), criterion.hint),
    !criterion.passed && file !== undefined &&
      h('button', { class: 'link', 'data-key': `file-${file}-${line}-${criterion.criterion}`,
        onclick: () => host.send({ type: 'openFile', file, line }) }, `${file}:${line}`),
    !criterion.passed && docsLink(criterion.docs, strings, host));
}

function pair(name: string, value: string | undefined): Child[] {
  return value === undefined ? [] : [h('dt', {}, name), h('dd', {}, h('code', {}, value))];
}

function docsLink(docs: string | undefined, strings: GuideStrings, host: Host): Child {
  return docs !== undefined &&
    h('button', { class: 'link', 'data-key': `docs-${docs}`, onclick: () => host.send({ type: 'link', href: docs }) }, strings.docs);
}
