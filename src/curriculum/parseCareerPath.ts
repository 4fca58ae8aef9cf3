import type { CareerFinding } from './careerFindings';
import { type CareerPath, careerPathSchema } from './careerPath';
import { checkReferences } from './careerReferences';
import { nearest } from './nearest';
import type { Problem } from './problem';
import { validate } from './schemaProblems';
import { type YamlDocument, parseYaml } from './yamlDocument';

export interface ParseCareerPathOptions {
  /** Ids of the labs there are. With it, references to labs that don't exist are warnings; without it they are not looked at. */
  labs?: ReadonlySet<string>;
}

/**
 * Reads a career path: the shipped `labs/career-path.yaml`, or an institution's own. Never throws.
 *
 * @param text what the file says
 * @param file absolute path, used in the problems only
 * @returns the path, unless there are errors (warnings alone do not withhold it), and every problem with its place
 */
export function parseCareerPath(text: string, file: string, options: ParseCareerPathOptions = {}): { path?: CareerPath; problems: Problem[] } {
  const document = parseYaml(file, text);
  const path = validate(document, careerPathSchema);
  if (!path) {
    return { problems: document.problems };
  }
  const findings = checkReferences(path, options.labs);
  for (const finding of findings) {
    report(document, finding);
  }
  const { problems } = document;
  return findings.some(({ severity }) => severity === 'error') ? { problems } : { path, problems };
}

function report(document: YamlDocument, finding: CareerFinding): void {
  const meant = finding.wanted === undefined ? undefined : nearest(finding.wanted, finding.known ?? []);
  const first = finding.firstPath && document.range(finding.firstPath);
  const message = finding.wanted === undefined ? finding.message : `${finding.message} ${adviceFor(finding, meant)}`;
  document.report(finding.path, finding.onKey ? 'key' : 'value', finding.code, message, {
    severity: finding.severity,
    ...(meant !== undefined && { fix: { title: `Change to ${meant}`, newText: quoted(meant) } }),
    ...(first && { related: [{ file: document.file, line: first.line, column: first.column, message: 'The id was first given here.' }] }),
  });
}

function adviceFor({ known = [] }: CareerFinding, meant: string | undefined): string {
  if (meant !== undefined) {
    return `Did you mean "${meant}"?`;
  }
  return known.length > 0 && known.length <= 12 ? `There is ${known.map((id) => `"${id}"`).join(', ')}.` : 'Add it, or take the reference out.';
}

/** An id of digits alone would be read back as a number. */
function quoted(id: string): string {
  return /^\d+$/.test(id) ? JSON.stringify(id) : id;
}
