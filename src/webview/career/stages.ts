import { fill, h } from '../dom';
import { icon } from '../icons';
import { labList, type Page, section, sourceOf } from './parts';
import type { CareerStage } from './protocol/state';
import { target } from './protocol/target';

/** The stages with their time, key actions, and the labs that train them. */
export function stages(page: Page): HTMLElement {
  return section('stages', page.strings.sections.stages, ...page.state.stages.map((stage, index) => stageCard(stage, index, page)));
}

function stageCard(stage: CareerStage, index: number, page: Page): HTMLElement {
  const { strings } = page;
  const { done, total, time, jobRoles } = stage;
  const complete = total > 0 && done === total;
  const title = `${target.stage(stage.id)}-title`;
  return h('article', { class: 'stage card', id: target.stage(stage.id), tabindex: '-1', 'aria-labelledby': title },
    h('div', { class: 'stage-head' },
      h('p', { class: 'eyebrow' }, fill(strings.stage, index + 1), time && ` · ${time}`),
      h('h3', { id: title }, complete && icon('passed'), stage.title, complete && h('span', { class: 'sr-only' }, `, ${strings.stageDone}`)),
      h('p', {}, stage.summary, ' ', sourceOf(stage, page)),
      jobRoles.length > 0 && h('p', { class: 'quiet' }, `${strings.jobRoles}: ${jobRoles.join(', ')}`),
      total > 0 && h('p', { class: 'progress' },
        h('progress', { max: String(total), value: String(done), 'aria-label': stage.title }), fill(strings.labsDone, done, total))),
    h('h4', { class: 'sr-only' }, strings.keyActions),
    h('ul', { class: 'actions' }, ...stage.actions.map((action) =>
      h('li', { id: target.action(action.id), tabindex: '-1' },
        h('h5', {}, action.title),
        action.description !== '' && h('p', {}, action.description),
        labList(action.labs, page)))));
}
