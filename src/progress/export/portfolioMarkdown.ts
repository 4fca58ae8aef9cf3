import { date, type Evidence, type LabEvidence, selfAttested, type ShownFile } from './evidence';

/** The portfolio as Markdown (CommonMark with GitHub's tables), for a repository or a profile page. */
export function portfolioMarkdown(evidence: Evidence, files: readonly ShownFile[]): string {
  const { learner, labs, stages, skills } = evidence;
  const done = labs.filter((lab) => lab.completedAt);
  const trained = skills.filter(({ total }) => total > 0);
  const parts = [
    `# ${inline(learner.name ? `${learner.name}: ${evidence.path}` : `${evidence.path}: my labs`)}`,
    `${done.length} labs completed, ${labs.length - done.length} under way. Exported on ${date(evidence.exportedAt)}.`,
    `> ${selfAttested}`,
    '## Path',
    table(['Stage', 'Time', 'Labs completed'], stages.map((stage) => [stage.title, stage.time ?? '', `${stage.completed} of ${stage.total}`])),
    ...(trained.length > 0
      ? ['## Skills', table(['Skill', 'Labs completed'], trained.map((skill) => [skill.title, `${skill.completed} of ${skill.total}`]))]
      : []),
    '## Labs',
    ...(labs.length === 0 ? ['None yet.'] : labs.flatMap(labParts)),
    ...(files.length > 0 ? ['## Files', ...files.flatMap((file) => [`### ${inline(file.path)}`, fenced(file.text)])] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function labParts(lab: LabEvidence): string[] {
  const when = lab.completedAt ? `completed on ${date(lab.completedAt)}` : `under way since ${date(lab.startedAt)}`;
  const facts = [lab.stage, lab.action, lab.difficulty, `${lab.points.earned} of ${lab.points.possible} points`, when].filter((fact) => fact !== undefined);
  const checks = lab.steps.flatMap((step) => step.checks.map((check) => `- [${check.verdict === 'passed' ? 'x' : ' '}] ${inline(check.title)}`));
  return [`### ${inline(lab.title)}`, inline(lab.summary), `*${inline(facts.join(' · '))}*`, ...(checks.length > 0 ? [checks.join('\n')] : [])];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map((cell) => inline(cell).replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Text as one line of Markdown that means nothing but itself. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/([\\`*_[\]<>#])/g, '\\$1');
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.replace(/\n?$/, '\n')}${fence}`;
}
