import type { LoadedCareerPath } from './careerPathFile';

/**
 * A career path with the stages and skills that others add: those whose ids it has not yet, behind its own, in their order.
 * What else others say (roles, pay, questions) is theirs alone and left out; problems of all are told.
 */
export function joinCareerPaths(own: LoadedCareerPath, others: readonly LoadedCareerPath[]): LoadedCareerPath {
  const problems = [own, ...others].flatMap((each) => each.problems);
  const paths = others.flatMap((other) => other.path ?? []);
  if (!own.path || paths.length === 0) {
    return { ...own, problems };
  }
  const joined = { ...own.path, stages: [...own.path.stages], skills: [...own.path.skills] };
  const stages = new Set(joined.stages.map(({ id }) => id));
  const actions = new Set(joined.stages.flatMap((stage) => stage.actions.map(({ id }) => id)));
  const skills = new Set(joined.skills.map(({ id }) => id));
  for (const other of paths) {
    for (const stage of other.stages) {
      const more = stage.actions.filter(({ id }) => !actions.has(id));
      if (!stages.has(stage.id) && more.length > 0) {
        joined.stages.push({ ...stage, actions: more });
        stages.add(stage.id);
        more.forEach(({ id }) => actions.add(id));
      }
    }
    for (const skill of other.skills.filter(({ id }) => !skills.has(id))) {
      joined.skills.push(skill);
      skills.add(skill.id);
    }
  }
  return { path: joined, problems };
}
