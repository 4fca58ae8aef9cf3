import type { Evidence, LabEvidence, ShownFile } from './evidence';
import { PortfolioWords } from './portfolioWords';

/** The portfolio as Markdown (CommonMark with GitHub's tables), for a repository or a profile page. */
export function portfolioMarkdown(evidence: Evidence, files: readonly ShownFile[]): string {
  const { labs, stages, skills } = evidence;
  const words = new PortfolioWords(evidence);
  const headings = words.headings();
  const columns = words.columns();
  const trained = skills.filter(({ total }) => total > 0);
  const parts = [
    `# ${inline(words.title())}`,
    inline(words.lead()),
    `> ${inline(words.note())}`,
    `## ${inline(headings.path)}`,
    table([columns.stage, columns.time, columns.completed], stages.map((stage) => [stage.title, stage.time ?? '', words.count(stage.completed, stage.total)])),
    ...(trained.length > 0
      ? [`## ${inline(headings.skills)}`, table([columns.skill, columns.completed], trained.map((skill) => [skill.title, words.count(skill.completed, skill.total)]))]
      : []),
    `## ${inline(headings.labs)}`,
    ...(labs.length === 0 ? [inline(words.noLabs())] : labs.flatMap((lab) => labParts(lab, words))),
    ...(files.length > 0 ? [`## ${inline(headings.files)}`, ...files.flatMap((file) => [`### ${inline(file.path)}`, fenced(file.text)])] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function labParts(lab: LabEvidence, words: PortfolioWords): string[] {
  const facts = [...words.facts(lab), ...words.standing(lab)];
  const checks = lab.steps.flatMap((step) => {
    const help = words.help(step).join(', ');
    return [
      ...(help ? [`- ${inline(step.title)}: ${inline(help)}`] : []),
      ...step.checks.map((check) => `- [${check.verdict === 'passed' ? 'x' : ' '}] ${inline(check.title)}`),
    ];
  });
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
