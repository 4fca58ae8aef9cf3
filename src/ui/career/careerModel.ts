import type { CareerPath } from '../../curriculum/careerPath';
import type { CareerQuestion, CareerStage, CareerState } from '../../webview/career/protocol/state';
import { target } from '../../webview/career/protocol/target';
import type { PathFacts } from '../tree/pathModel';
import { factGroups, payAt } from './careerFacts';
import { CareerLabs, doneIn } from './careerLabs';
import { roleSkills } from './careerSkills';

/**
 * The career guide as its page shows it: the path's facts beside the labs there are and what the journal says of them.
 * Everything is text; the page makes elements of it, never HTML.
 */
export function careerState(path: CareerPath, facts: PathFacts): CareerState {
  const labs = new CareerLabs(facts);
  const all = labs.all.map(({ link }) => link);
  const titled = (items: readonly { id: string; title: string }[], ids: readonly string[]): { id: string; title: string }[] =>
    items.filter(({ id }) => ids.includes(id)).map(({ id, title }) => ({ id, title }));
  return {
    title: path.title,
    summary: path.summary,
    done: doneIn(all),
    total: all.length,
    definitions: path.role?.definitions ?? [],
    dayToDay: path.role?.dayToDay ?? [],
    industries: path.role?.industries ?? [],
    stages: stages(path, labs),
    roles: path.tracks.map((track) => {
      const { id, title, level, focus, description, source, asOf } = track;
      return { id, title, level, focus, description, source, asOf, pay: payAt(path, level), skills: roleSkills(track, path, labs) };
    }),
    facts: factGroups(path),
    responsibilities: path.responsibilities.map((each) => ({ ...each, skills: titled(path.skills, each.skills) })),
    duties: path.duties.map((duty) => ({ ...duty, labs: labs.where(({ definition }) => definition.duties.includes(duty.id)) })),
    skills: path.skills.map(({ id, title, description, kind, sources }) => {
      const its = labs.where(({ definition }) => definition.skills.includes(id));
      return { id, title, description, kind, sources, labs: its, done: doneIn(its) };
    }),
    notTrained: path.notTrained.map(({ id, title, reason, instead, sources }) => ({ id, title, reason, instead, sources })),
    certifications: path.certifications.map(({ successor, ...rest }) => ({
      ...rest,
      successor: successor === undefined ? undefined : titled(path.certifications, [successor])[0],
      labs: labs.where(({ definition }) => definition.certifications.includes(rest.id)),
    })),
    courses: path.courses.map((course) => ({ ...course, certifications: titled(path.certifications, course.certifications) })),
    howTo: path.howTo.map((list) => ({ ...list, steps: list.steps.map((step) => ({ ...step, labs: labs.named(step.labs) })) })),
    growthPaths: path.growthPaths,
    trends: path.trends.map((trend) => ({ ...trend, labs: labs.named(trend.labs) })),
    questions: path.questions.map((question) => ({
      id: question.id,
      question: question.question,
      answer: question.answer,
      source: question.source,
      asOf: question.asOf,
      about: about(path, question),
      labs: labs.named(question.labs),
    })),
    sources: Object.entries(path.sources).map(([id, source]) => ({ id, ...source })),
  };
}

function stages(path: CareerPath, labs: CareerLabs): CareerStage[] {
  const all = path.stages.map((stage) => {
    const actions = stage.actions.map(({ id, title, description }) => {
      const its = labs.where(({ definition }) => definition.action === id);
      return { id, title, description, labs: its, done: doneIn(its) };
    });
    const { id, title, short, time, summary, jobRoles, source, asOf } = stage;
    return {
      id, title, short: short ?? title, time, summary, jobRoles, source, asOf, actions,
      done: actions.reduce((sum, action) => sum + action.done, 0),
      total: actions.reduce((sum, action) => sum + action.labs.length, 0),
    };
  });
  const current = all.find(({ done, total }) => done < total);
  return all.map((stage) => ({ ...stage, current: stage === current }));
}

function about(path: CareerPath, question: CareerPath['questions'][number]): CareerQuestion['about'] {
  const pick = (items: readonly { id: string; title: string }[], ids: readonly string[], to: (id: string) => string): CareerQuestion['about'] =>
    items.filter(({ id }) => ids.includes(id)).map(({ id, title }) => ({ target: to(id), title }));
  const shortened = path.stages.map(({ id, title, short }) => ({ id, title: short ?? title }));
  return [
    ...pick(shortened, question.stages, target.stage),
    ...pick(path.stages.flatMap(({ actions }) => actions), question.actions, target.action),
    ...pick(path.tracks, question.tracks, () => target.roles),
    ...pick(path.skills, question.skills, target.skill),
    ...pick(path.certifications, question.certifications, target.certification),
  ];
}
