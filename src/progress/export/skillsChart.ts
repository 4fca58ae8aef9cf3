import { escapeHtml } from '../../common/html';
import type { SkillEvidence } from './evidence';
import type { PortfolioWords } from './portfolioWords';

/**
 * Bars, one a skill: how many of the labs that train it were completed. Bars and not a net, because they can be read
 * at a glance, printed without colour, and told by a screen reader, which gets the words beside them. A list of which only
 * the bars are SVG, so that words keep their size where the page is narrow; colours come from the page's style.
 */
export function skillsChart(skills: readonly SkillEvidence[], words: PortfolioWords): string {
  const shown = skills.filter(({ total }) => total > 0);
  const most = Math.max(...shown.map(({ total }) => total));
  const bar = (kind: string, labs: number): string => (labs > 0 ? `<rect class="${kind}" width="${((labs / most) * 100).toFixed(2)}%" height="100%" rx="3"/>` : '');
  const rows = shown.map(({ title, completed, total }) => [
    `<li><span>${escapeHtml(title)}</span>`,
    `<svg aria-hidden="true">${bar('possible', total)}${bar('earned', completed)}</svg>`,
    `<span class="count">${escapeHtml(words.count(completed, total))}</span></li>`,
  ].join(''));
  return rows.length > 0 ? `<ul class="skills">${rows.join('\n')}</ul>` : '';
}
