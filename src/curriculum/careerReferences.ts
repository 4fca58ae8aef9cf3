import { type CareerFinding, Findings, type Path } from './careerFindings';
import type { CareerPath } from './careerPath';

function places(items: readonly { id: string }[], ...path: Path): { id: string; path: Path }[] {
  return items.map((item, index) => ({ id: item.id, path: [...path, index] }));
}

/**
 * What is wrong between the items of a path that is right in itself.
 * @param labs ids of the labs there are; without it, references to labs are not checked. A path may be ahead of its
 * labs, so a lab that is missing is a warning.
 */
export function checkReferences(path: CareerPath, labs?: ReadonlySet<string>): CareerFinding[] {
  const findings = new Findings();
  const ids = {
    source: new Set(Object.keys(path.sources)),
    stage: findings.unique('stages', places(path.stages, 'stages')),
    action: findings.unique('key actions', path.stages.flatMap((stage, index) => places(stage.actions, 'stages', index, 'actions'))),
    skill: findings.unique('skills', places(path.skills, 'skills')),
    track: findings.unique('tracks', places(path.tracks, 'tracks')),
    certification: findings.unique('certifications', places(path.certifications, 'certifications')),
  };
  findings.unique('responsibilities', places(path.responsibilities, 'responsibilities'));
  findings.unique('duties', places(path.duties, 'duties'));
  findings.unique('groups of facts', places(path.facts, 'facts'));
  findings.unique('facts', path.facts.flatMap((group, index) => places(group.items, 'facts', index, 'items')));
  findings.unique('items of notTrained', places(path.notTrained, 'notTrained'));
  findings.unique('courses', places(path.courses, 'courses'));
  findings.unique('ways', places(path.howTo, 'howTo'));
  findings.unique('growth paths', places(path.growthPaths, 'growthPaths'));
  findings.unique('trends', places(path.trends, 'trends'));
  findings.unique('questions', places(path.questions, 'questions'));

  checkSources(path, ids.source, findings);

  path.stages.forEach(({ months }, index) => {
    range(findings, months?.from, months?.to, ['stages', index, 'months', 'to']);
  });
  path.facts.forEach((group, index) =>
    group.items.forEach(({ low, high }, item) => range(findings, low, high, ['facts', index, 'items', item, 'high'])),
  );
  path.responsibilities.forEach(({ skills }, index) => {
    findings.references('skill', skills, ids.skill, ['responsibilities', index, 'skills']);
  });
  path.notTrained.forEach(({ skill }, index) => findings.reference('skill', skill, ids.skill, ['notTrained', index, 'skill']));
  path.tracks.forEach(({ profile }, index) => {
    for (const skill of Object.keys(profile?.skills ?? {})) {
      findings.reference('skill', skill, ids.skill, ['tracks', index, 'profile', 'skills', skill], { onKey: true });
    }
  });
  path.courses.forEach(({ certifications }, index) => {
    findings.references('certification', certifications, ids.certification, ['courses', index, 'certifications']);
  });
  path.questions.forEach((question, index) => {
    for (const [what, key] of [['stage', 'stages'], ['action', 'actions'], ['skill', 'skills'], ['track', 'tracks'], ['certification', 'certifications']] as const) {
      findings.references(what === 'action' ? 'key action' : what, question[key], ids[what], ['questions', index, key]);
    }
  });
  checkSuccessors(path, ids.certification, findings);
  if (labs) {
    checkLabs(path, labs, findings);
  }
  return findings.list;
}

function range(findings: Findings, from: number | undefined, to: number | undefined, path: Path): void {
  if (from !== undefined && to !== undefined && from > to) {
    findings.list.push({ path, severity: 'error', code: 'bad-range', message: `The range ends at ${to}, before it begins at ${from}.` });
  }
}

/** `source` and `sources` mean the same wherever they stand, so the data is walked rather than listed. */
function checkSources(root: CareerPath, known: ReadonlySet<string>, findings: Findings): void {
  const visit = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'source' && typeof item === 'string') {
          findings.reference('source', item, known, [...path, key]);
        } else if (key === 'sources' && Array.isArray(item)) {
          findings.references('source', item.map(String), known, [...path, key]);
        } else {
          visit(item, [...path, key]);
        }
      }
    }
  };
  visit({ ...root, sources: undefined }, []);
}

/** A replaced certification names another that took its place, and following successors comes to an end. */
function checkSuccessors(path: CareerPath, known: ReadonlySet<string>, findings: Findings): void {
  const next = new Map(path.certifications.map(({ id, successor }) => [id, successor]));
  path.certifications.forEach(({ id, status, successor }, index) => {
    const at: Path = ['certifications', index];
    if (successor === undefined) {
      if (status === 'replaced') {
        findings.list.push({
          path: [...at, 'status'],
          severity: 'error',
          code: 'missing-successor',
          message: `"${id}" is said to be replaced, but not by what. Add \`successor\`, or say \`retired\`.`,
        });
      }
      return;
    }
    findings.reference('certification', successor, known, [...at, 'successor']);
    const seen = new Set<string>();
    let current: string | undefined = successor;
    while (current !== undefined && current !== id && !seen.has(current)) {
      seen.add(current);
      current = next.get(current);
    }
    if (current === id) {
      findings.list.push({
        path: [...at, 'successor'],
        severity: 'error',
        code: 'circular-successor',
        message: `The successors of "${id}" lead back to it. Let the newest certification have none.`,
      });
    }
  });
}

function checkLabs(path: CareerPath, labs: ReadonlySet<string>, findings: Findings): void {
  path.howTo.forEach((list, index) =>
    list.steps.forEach((step, number) => findings.references('lab', step.labs, labs, ['howTo', index, 'steps', number, 'labs'], 'warning')),
  );
  path.trends.forEach((trend, index) => findings.references('lab', trend.labs, labs, ['trends', index, 'labs'], 'warning'));
  path.questions.forEach((question, index) => findings.references('lab', question.labs, labs, ['questions', index, 'labs'], 'warning'));
}
