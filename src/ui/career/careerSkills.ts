import type { CareerPath, CareerTrack } from '../../curriculum/careerPath';
import type { CareerRole, SkillAsked } from '../../webview/career/protocol';
import { type CareerLabs, doneIn } from './careerLabs';

/** How many labs a role's page proposes to do next. */
const proposals = 3;

/**
 * What a role asks of skills, beside what completed labs have earned. A skill takes as many labs as its weight (1 to 3),
 * or all there are where there are fewer, so that any role can be reached; skills that no lab trains count for nothing.
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
      const needed = Math.min(weight, its.length);
      return [{ id, title, weight, needed, earned: Math.min(doneIn(its), needed), labs: its }];
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
  const able = asked.filter(({ needed }) => needed > 0);
  const all = able.reduce((sum, { weight }) => sum + weight, 0);
  const have = able.reduce((sum, { weight, earned, needed }) => sum + (weight * earned) / needed, 0);
  // Sums of thirds may miss a whole number by a hair.
  return all === 0 ? 0 : Math.floor((100 * have) / all + 1e-9);
}

/** Those whose prerequisites are met first, then those that bring the role's heart nearest. */
function nextLabs(asked: readonly SkillAsked[], labs: CareerLabs): NonNullable<CareerRole['skills']>['next'] {
  const missing = asked.filter(({ earned, needed }) => earned < needed);
  return labs.all
    .filter(({ link }) => link.state !== 'done')
    .map(({ lab, link }) => {
      const brings = missing.filter(({ id }) => lab.definition.skills.includes(id));
      const gain = brings.reduce((sum, { weight, needed }) => sum + weight / needed, 0);
      return { lab: link, ready: labs.isReady(lab), gain, skills: brings.map(({ title }) => title) };
    })
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => Number(b.ready) - Number(a.ready) || b.gain - a.gain)
    .slice(0, proposals)
    .map(({ lab, skills }) => ({ lab, skills }));
}
