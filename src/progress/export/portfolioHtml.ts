import { escapeHtml as text } from '../../common/html';
import type { Evidence, LabEvidence, ShownFile, StepEvidence } from './evidence';
import { PortfolioWords } from './portfolioWords';
import { skillsChart } from './skillsChart';

/**
 * The portfolio as one page that needs nothing else: no script, no picture or font from elsewhere; readable on a
 * phone, in the dark, and on paper.
 */
export function portfolioHtml(evidence: Evidence, files: readonly ShownFile[]): string {
  const { labs, stages, skills } = evidence;
  const words = new PortfolioWords(evidence);
  const title = text(words.title());
  const { path, skills: skillsHeading, labs: labsHeading, files: filesHeading } = words.headings();
  const section = (id: string, heading: string, content: string): string =>
    `<section aria-labelledby="${id}"><h2 id="${id}">${text(heading)}</h2>\n${content}\n</section>`;
  const chart = skillsChart(skills, words);
  return `<!DOCTYPE html>
<html lang="${text(evidence.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="lead">${text(words.lead())}</p>
<p class="note">${text(words.note())}</p>
</header>
${section('path', path, `<ol class="stages">\n${stages.map((stage) => `<li><strong>${text(stage.title)}</strong> <span>${[stage.time ?? '', words.labCount(stage.completed, stage.total)].filter(Boolean).map(text).join(' · ')}</span></li>`).join('\n')}\n</ol>`)}
${chart ? section('skills', skillsHeading, `<p>${text(words.skillsNote())}</p>\n${chart}`) : ''}
${section('labs', labsHeading, labs.length === 0 ? `<p>${text(words.noLabs())}</p>` : labs.map((lab) => labHtml(lab, words)).join('\n'))}
${files.length > 0 ? section('files', filesHeading, files.map(fileHtml).join('\n')) : ''}
</main>
</body>
</html>
`;
}

function labHtml(lab: LabEvidence, words: PortfolioWords): string {
  return `<article${lab.completedAt ? ' class="done"' : ''}>
<h3>${text(lab.title)}</h3>
<p class="when">${words.standing(lab).map(text).join(' · ')}</p>
<p>${text(lab.summary)}</p>
<p class="facts">${[...words.facts(lab), ...lab.skills].map(text).join(' · ')}</p>
<ul class="checks">
${lab.steps.map((step) => stepHtml(step, words)).join('\n')}
</ul>
</article>`;
}

function stepHtml(step: StepEvidence, words: PortfolioWords): string {
  const help = words.help(step).map(text).join(', ');
  const checks = step.checks.map((check) => {
    const passed = check.verdict === 'passed';
    return `<li class="${passed ? 'passed' : 'open'}"><span class="mark" aria-hidden="true">${passed ? '✓' : '○'}</span> ${text(check.title)} <span class="said">${text(words.judgement(check))}</span></li>`;
  });
  return `<li><strong>${text(step.title)}</strong>${help ? ` <span class="said">(${help})</span>` : ''}${checks.length > 0 ? `<ul>${checks.join('')}</ul>` : ''}</li>`;
}

function fileHtml(file: ShownFile): string {
  return `<article><h3>${text(file.path)}</h3><pre tabindex="0"><code>${text(file.text)}</code></pre></article>`;
}

const style = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #566076; --paper: #fff; --line: #d5dae3; --earned: #0a6e5c; --possible: #dfe5ec; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --soft: #a9b2c3; --paper: #14181f; --line: #363e4c; --earned: #4cc9ae; --possible: #2b323e; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; } h2 { margin: 2.4rem 0 .6rem; border-bottom: 1px solid var(--line); } h3 { margin: 0 0 .2rem; }
.lead { font-size: 1.15rem; margin: 0; } .note, .when, .facts, .said, .stages span { color: var(--soft); } .note { font-size: .9rem; }
p { margin: .3rem 0; } article { border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; padding: .8rem 1rem; margin: .8rem 0; break-inside: avoid; }
article.done { border-left-color: var(--earned); } .checks, .checks ul { padding-left: 1.1rem; } .checks ul { list-style: none; padding-left: .2rem; }
.passed .mark { color: var(--earned); font-weight: bold; } .said { font-size: .85rem; }
.skills { list-style: none; padding: 0; display: grid; gap: .5rem; } .skills li { display: grid; grid-template-columns: 16rem 1fr 4rem; gap: .1rem .8rem; align-items: center; }
.skills svg { width: 100%; height: 1.1rem; forced-color-adjust: none; } .possible { fill: var(--possible); } .earned { fill: var(--earned); } .count { color: var(--soft); }
@media (max-width: 40rem) { .skills li { grid-template-columns: 1fr 4rem; } .skills li > :first-child { grid-column: 1 / -1; } }
@media (forced-colors: active) { :root { --possible: Canvas; --earned: Highlight; } .possible { stroke: CanvasText; } }
pre { overflow-x: auto; font-size: .85rem; } @media print { :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb; --possible: #e3e3e3; --earned: #555; } main { padding: 0; max-width: none; } pre { white-space: pre-wrap; } }
`;
