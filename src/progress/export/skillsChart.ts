import { escapeHtml } from '../../common/html';
import type { SkillEvidence } from './evidence';

const [row, left, width, right] = [28, 250, 360, 90];

/**
 * Bars, one a skill: how many of the labs that train it were completed. Bars and not a net, because they can be read
 * at a glance, printed without colour, and told by a screen reader. An SVG element; colours come from the page's
 * custom properties.
 */
export function skillsChart(skills: readonly SkillEvidence[]): string {
  const shown = skills.filter(({ total }) => total > 0);
  if (shown.length === 0) {
    return '';
  }
  const height = shown.length * row + 8;
  const most = Math.max(...shown.map(({ total }) => total));
  const words = shown.map(({ title, completed, total }) => `${title}: ${completed} of ${total}`).join('; ');
  const bars = shown.map(({ title, completed, total }, index) => {
    const y = index * row + 6;
    const scale = width / most;
    return [
      `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${escapeHtml(title)}</text>`,
      `<rect class="possible" x="${left}" y="${y}" width="${(total * scale).toFixed(1)}" height="18" rx="3"/>`,
      completed > 0 ? `<rect class="earned" x="${left}" y="${y}" width="${(completed * scale).toFixed(1)}" height="18" rx="3"/>` : '',
      `<text x="${(left + total * scale + 8).toFixed(1)}" y="${y + 14}">${completed} of ${total}</text>`,
    ].join('');
  });
  return `<svg class="skills" viewBox="0 0 ${left + width + right} ${height}" role="img" aria-label="${escapeHtml(`Labs completed by skill. ${words}`)}">${bars.join('')}</svg>`;
}
