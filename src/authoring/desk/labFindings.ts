import type { LabDefinition } from '../../curriculum/lab';
import type { YamlDocument } from '../../curriculum/yamlDocument';

/**
 * What is not wrong as far as the format goes, and still not what an author wants: steps nobody comes to, checks that
 * nothing proves, images that may be another tomorrow. Reported to the document.
 */
export function labFindings(document: YamlDocument, definition: LabDefinition): void {
  unreachableSteps(document, definition);
  uncoveredChecks(document, definition);
  floatingImages(document, definition);
}

/** Steps are completed in order, so one with a required check that waits for a later step's ends the way. */
function unreachableSteps(document: YamlDocument, { steps }: LabDefinition): void {
  const stepOf = new Map(steps.flatMap((step, index) => step.checks.map((check) => [check.id, index] as const)));
  const needs = new Map(steps.flatMap((step) => step.checks.map((check) => [check.id, check.needs] as const)));
  const latest = (id: string, above: readonly string[]): number =>
    above.includes(id) ? -1 : Math.max(stepOf.get(id) ?? -1, ...(needs.get(id) ?? []).map((each) => latest(each, [...above, id])));
  const blocked = steps.findIndex((step, index) => step.checks.some((check) => !check.optional && latest(check.id, []) > index));
  const check = steps[blocked]?.checks.find(({ id, optional }) => !optional && latest(id, []) > blocked);
  steps.forEach((step, index) => {
    if (check && index > blocked) {
      const message = `Nobody comes to this step: the check \`${check.id}\` of the step \`${steps[blocked]?.id ?? ''}\` needs a check of a later step, so that step is never complete.`;
      document.report(['steps', index, 'id'], 'value', 'unreachable-step', message, { severity: 'warning' });
    }
  });
}

function uncoveredChecks(document: YamlDocument, { steps, solution }: LabDefinition): void {
  const covered = new Set(solution.wrong.flatMap((wrong) => Object.keys(wrong.fails)));
  steps.forEach((step, index) => step.checks.forEach((check, at) => {
    if (!check.given && !covered.has(check.id)) {
      const message = `No wrong solution fails \`${check.id}\`, so nothing proves that it tells wrong from right. Add a mistake it catches under \`solution.wrong\`.`;
      document.report(['steps', index, 'checks', at, 'id'], 'value', 'uncovered-check', message, { severity: 'information' });
    }
  }));
}

function floatingImages(document: YamlDocument, { services }: LabDefinition): void {
  for (const [name, { image }] of Object.entries(services)) {
    if (image !== undefined && isFloating(image)) {
      const message = `\`${image}\` is another image tomorrow, and this lab was never rehearsed with that one. Name a version, like \`debian:bookworm-slim\`.`;
      document.report(['services', name, 'image'], 'value', 'floating-image', message, { severity: 'warning' });
    }
  }
}

/** Whether a name says no version: no tag, or one that only means the newest. Our own images are built from this catalog. */
function isFloating(image: string): boolean {
  if (image.startsWith('ai-labs/') || image.includes('@')) {
    return false;
  }
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || /^(latest|stable|edge|main|master|nightly)$/.test(tag);
}
