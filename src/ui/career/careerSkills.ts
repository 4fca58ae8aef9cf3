import type { CareerPath, CareerTrack } from '../../curriculum/careerPath';
import type { CareerRole, SkillAsked } from '../../webview/career/protocol/state';
import { type CareerLabs, doneIn } from './careerLabs';

/** How many labs a role's page proposes to do next. */
const proposals = 3;

/**
 * What a role asks of skills, beside what completed labs have earned: a lab earns a step of every skill it trains, and a
 * role asks for one to three steps of a skill, its weight.
 */
export function roleSkills(track: CareerTrack, path: CareerPath, labs: CareerLabs): CareerRole['skills'] {
  const { profile } = track;
  if (!profile) {
    return undefined;
  }
  const trained = (skill: string): SkillAsked['labs'] => labs.where(({ definition }) => definition.skills.includes(skill));
  const asked = path.skills
    .flatMap(({ id, title }): SkillAsked[] => {
      const weight = profile.skills[id];
      if (weight === undefined) {
        return [];
      }
      const its = trained(id);
      return [{ id, title, weight, possible: Math.min(weight, its.length), earned: Math.min(weight, doneIn(its)), labs: its }];
    })
    .sort((a, b) => b.weight - a.weight);
  return {
    source: profile.source,
    asOf: profile.asOf,
    asked,
    percent: percentOf(asked),
    beside: path.skills.filter(({ id }) => profile.skills[id] === undefined && doneIn(trained(id)) > 0).map(({ title }) => title),
    next: nextLabs(asked, labs),
  };
}

function percentOf(asked: readonly SkillAsked[]): number {
  const sum = (of: (skill: SkillAsked) => number): number => asked.reduce((before, skill) => before + of(skill), 0);
  return Math.floor((100 * sum(({ earned }) => earned)) / Math.max(1, sum(({ weight }) => weight)));
}

/** Those whose prerequisites are met first, then those that bring the role's heart nearest. */
function nextLabs(asked: readonly SkillAsked[], labs: CareerLabs): NonNullable<CareerRole['skills']>['next'] {
  const missing = asked.filter(({ earned, weight }) => earned < weight);
  return labs.all
    .filter(({ link }) => link.state !== 'done')
    .map(({ lab, link }) => {
      const brings = missing.filter(({ id }) => lab.definition.skills.includes(id));
      const gain = brings.reduce((sum, { weight }) => sum + weight, 0);
      return { lab: link, ready: labs.isReady(lab), gain, skills: brings.map(({ title }) => title) };
    })
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => Number(b.ready) - Number(a.ready) || b.gain - a.gain)
    .slice(0, proposals)
    .map(({ lab, skills }) => ({ lab, skills }));
}
