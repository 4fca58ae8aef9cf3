import type { Criterion } from '../common/verdict';

const mostCriteria = 500;
const longestText = 2000;

/** What follows a point's number: ` - name # TODO why`. */
function describe(text: string): { name: string; excused: boolean } {
  const directive = /(?<!\\)# ?(todo|skip)/i.exec(text);
  const name = directive ? text.slice(0, directive.index) : text;
  return { name: name.trim().replace(/^-\s/, '').replaceAll('\\#', '#').trim(), excused: directive !== null };
}

/**
 * The test points of a check with `format: tap` as criteria: from its output, version 12 to 14, other lines between them
 * ignored. Subtests (indented) are their parent's business. `# TODO` failures pass, `# SKIP` passes. The lines below a
 * failure (a YAML block or `#` comments) are what was found. A plan that promises more than came is a failure.
 * Format: https://testanything.org/tap-version-14-specification.html
 */
export function criteriaOfTap(output: string): Criterion[] {
  const criteria: Criterion[] = [];
  let planned: number | undefined;
  let points = 0;
  let below: string[] = [];
  const finish = (): void => {
    const last = criteria.at(-1);
    if (last && !last.passed && below.length > 0) {
      last.found = below.join('\n').slice(0, longestText);
    }
    below = [];
  };
  for (const line of output.split(/\r?\n/)) {
    const point = /^(not )?ok\b *(\d*)(.*)$/.exec(line);
    const plan = /^1\.\.(\d+)/.exec(line);
    const bail = /^Bail out!\s*(.*)/.exec(line);
    if (point) {
      finish();
      points += 1;
      if (criteria.length < mostCriteria) {
        const { name, excused } = describe(point[3] ?? '');
        criteria.push({ criterion: name || `test ${point[2] || points}`, passed: !point[1] || excused });
      }
    } else if (plan) {
      planned = Number(plan[1]);
    } else if (bail) {
      finish();
      criteria.push({ criterion: 'all tests run', passed: false, found: bail[1] || 'they bailed out' });
      planned = undefined;
    } else if (/^(\s{2,}|#)/.test(line) && !/^\s*(---|\.\.\.)\s*$/.test(line)) {
      below.push(line.replace(/^(#| {2})\s?/, ''));
    }
  }
  finish();
  if (planned !== undefined && planned > points) {
    criteria.push({ criterion: 'all tests run', passed: false, expected: `${planned} tests`, found: `${points}` });
  }
  return criteria;
}
