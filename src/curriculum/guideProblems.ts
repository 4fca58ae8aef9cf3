import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../common/errors';
import { Confinement, pathProblem } from './confine';
import { schemeOf } from './guideMarkdown';
import { type Instructions, type Mention, parseInstructions } from './instructions';
import { type Lab, allChecks, visibleServices } from './lab';
import { nearest } from './nearest';
import { pictureProblem } from './picture';
import type { Problem } from './problem';
import { decodeText } from './yamlText';

/**
 * What is wrong in the pages of a lab's guide: links to checks, services and ports that are not there, variables that
 * never get a value, pictures that are missing, words behind fences that mean nothing. Too slow for a whole catalog at
 * every start; for authors. Never throws for what is in the files.
 */
export function guideProblems(lab: Lab): Problem[] {
  const { definition } = lab;
  const pages = [definition.intro, ...definition.steps.map((step) => step.guide), definition.finish].filter((page) => page !== undefined);
  return [...new Set(pages)].flatMap((page) => pageProblems(lab, page));
}

function pageProblems(lab: Lab, page: string): Problem[] {
  const file = path.join(lab.folder, page);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return [{ file, line: 1, column: 1, endLine: 1, endColumn: 1, severity: 'error', code: 'unreadable', message: `This page cannot be read (${systemCode(error) ?? 'unknown error'}).` }];
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) {
    return [{ file, ...decoded.range, severity: 'error', code: decoded.code, message: decoded.message }];
  }
  const check = new Page(lab, file, decoded.text);
  const instructions = parseInstructions(decoded.text);
  check.links(instructions);
  check.images(instructions);
  check.variables(instructions);
  check.blocks(instructions);
  return check.problems;
}

class Page {
  readonly problems: Problem[] = [];
  private readonly lines: string[];
  private readonly services: string[];

  constructor(
    private readonly lab: Lab,
    private readonly file: string,
    text: string,
  ) {
    this.lines = text.split('\n');
    this.services = visibleServices(lab.definition);
  }

  links({ links }: Instructions): void {
    for (const link of links) {
      const rest = link.text.slice(link.text.indexOf(':') + 1);
      switch (schemeOf(link.text)) {
        case 'check':
          this.known(link, 'check', rest, allChecks(this.lab.definition).map(({ check }) => check.id));
          break;
        case 'restart':
          this.known(link, 'service', rest, this.services);
          break;
        case 'port': {
          const [service = '', port = ''] = rest.split(/[:/]/);
          this.port(link, service, port);
          break;
        }
        case 'file': {
          const problem = pathProblem(rest.split('#')[0] ?? '');
          if (problem) {
            this.report(link, 'outside-lab', `The path of this link ${problem.replace("the lab's folder", "the learner's folder")}.`);
          }
          break;
        }
        default:
      }
    }
  }

  images({ images }: Instructions): void {
    for (const image of images) {
      const place = path.posix.join(path.posix.dirname(path.relative(this.lab.folder, this.file).split(path.sep).join('/')), image.text);
      const found = schemeOf(image.text) === undefined && !image.text.startsWith('/') ? new Confinement(this.lab.folder).find(place) : undefined;
      if (!found) {
        this.report(image, 'outside-lab', "Pictures come from the lab's folder only. Put the file beside this page.");
      } else if (!found.ok) {
        this.report(image, found.code, `The picture \`${image.text}\` ${found.message}.`);
      } else {
        const problem = found.kind === 'file' ? pictureProblem(found.file) : 'is a folder';
        if (problem) {
          this.report(image, 'picture', `The picture \`${image.text}\` ${problem}, so it is not shown.`);
        }
      }
      if (image.alt === '') {
        this.report(image, 'no-alt', 'Say in words what this picture shows, for those who do not see it: `![words](picture.png)`.');
      }
    }
  }

  variables({ variables }: Instructions): void {
    for (const variable of variables) {
      const [kind, name = '', port = ''] = variable.text.split('.');
      if (kind === 'input') {
        this.known(variable, 'input', name, Object.keys(this.lab.definition.inputs));
      } else if (kind === 'port' || kind === 'url') {
        this.port(variable, name, port);
      }
    }
  }

  blocks({ blocks, problems }: Instructions): void {
    for (const problem of problems) {
      this.report({ text: '', line: problem.line }, 'fence-word', problem.text, 'warning');
    }
    for (const { service, line } of blocks) {
      if (service !== undefined) {
        this.known({ text: `service=${service}`, line }, 'service', service, this.services);
      }
    }
  }

  private port(mention: Mention, service: string, port: string): void {
    const published = this.lab.definition.services[service]?.ports ?? [];
    if (this.known(mention, 'service', service, this.services) && !published.includes(Number(port))) {
      this.report(mention, 'unknown-port', `The service \`${service}\` does not publish port ${port}. Add it to its \`ports\` in lab.yaml.`);
    }
  }

  private known(mention: Mention, what: string, id: string, ids: readonly string[]): boolean {
    if (!ids.includes(id)) {
      const meant = nearest(id, ids);
      this.report(mention, `unknown-${what}`, `There is no ${what} \`${id}\` in this lab.${meant ? ` Did you mean \`${meant}\`?` : ''}`);
      return false;
    }
    return true;
  }

  /** The parser knows the first line of a paragraph; the exact place is where its text is found from there on. */
  private report({ text, line }: Mention, code: string, message: string, severity: Problem['severity'] = 'error'): void {
    const at = text === '' ? -1 : this.lines.slice(line - 1, line + 200).findIndex((each) => each.includes(text));
    const row = line + Math.max(at, 0);
    const content = (this.lines[row - 1] ?? '').trimEnd();
    const column = at < 0 ? 1 : content.indexOf(text) + 1;
    const endColumn = at < 0 ? content.length + 1 : column + text.length;
    this.problems.push({ file: this.file, line: row, column, endLine: row, endColumn, severity, code, message });
  }
}
