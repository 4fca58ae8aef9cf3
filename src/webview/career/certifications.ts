import { fill, h } from '../dom';
import { icon, type IconName } from '../icons';
import { jump, labList, list, outside, type Page, part, section, sourceOf } from './parts';
import type { CareerCertification, CareerCourse, CertificationStatus } from './protocol/state';
import { target } from './protocol/target';

const statusIcons: Record<CertificationStatus, IconName> = {
  active: 'passed', retired: 'skipped', replaced: 'next', 'check-with-vendor': 'open',
};

/** Certifications with what became of them and the labs that prepare for them, and courses. */
export function certifications(page: Page): HTMLElement | undefined {
  const { state, strings } = page;
  if (state.certifications.length + state.courses.length === 0) {
    return undefined;
  }
  return section('certifications', strings.sections.certifications,
    list('cards', state.certifications.map((each) => certificationCard(each, page))),
    part(strings.courses, [list('cards', state.courses.map((each) => courseCard(each, page)))]));
}

function certificationCard(certification: CareerCertification, page: Page): HTMLElement {
  const { strings } = page;
  const { id, title, alias, provider, purpose, status, statusAsOf, statusNote, successor, url, labs } = certification;
  return h('li', { class: `card certification ${status}`, id: target.certification(id), tabindex: '-1' },
    h('div', { class: 'card-head' }, h('h3', {}, title), statusTag(status, statusAsOf, page)),
    h('p', { class: 'quiet' }, provider, alias !== undefined && `, ${fill(strings.alsoCalled, alias)}`),
    h('p', {}, purpose, ' ', sourceOf(certification, page)),
    statusNote !== undefined && h('p', { class: 'quiet' }, statusNote),
    successor && h('p', {}, `${strings.successor}: `, jump(target.certification(successor.id), {}, successor.title)),
    labs.length > 0 && h('p', { class: 'eyebrow prepared' }, strings.preparedBy),
    labList(labs, page, successor || status === 'retired' ? 'nothing' : 'say'),
    url !== undefined && h('p', {}, outside(url, strings.vendorPage)));
}

function statusTag(status: CertificationStatus, asOf: string | undefined, { strings }: Page): HTMLElement {
  const since = asOf === undefined ? '' : `, ${fill(strings.asOf, asOf)}`;
  return h('span', { class: `tag status ${status}` }, icon(statusIcons[status]), `${strings.status[status]}${since}`);
}

function courseCard(course: CareerCourse, page: Page): HTMLElement {
  const { strings } = page;
  return h('li', { class: 'card' },
    h('div', { class: 'card-head' }, h('h4', {}, course.title), statusTag(course.status, undefined, page)),
    h('p', { class: 'quiet' }, `${course.provider}, ${strings.courseKinds[course.kind]}`),
    h('p', {}, course.description, ' ', sourceOf(course, page)),
    course.effort !== undefined && h('p', {}, `${strings.effort}: ${course.effort}`),
    course.certifications.length > 0 && h('p', {}, `${strings.leadsTo}: `,
      ...course.certifications.flatMap(({ id, title }, index) => [index > 0 && ', ', jump(target.certification(id), {}, title)])),
    course.url !== undefined && h('p', {}, outside(course.url, strings.vendorPage)));
}
