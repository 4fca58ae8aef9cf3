import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../common/errors';
import { Confinement, pathProblem } from './confine';
import { type Instructions, type Mention, parseInstructions } from './instructions';
import { type Lab, allChecks, visibleServices } from './lab';
import { MentionPlaces } from './mentionPlaces';
import { nearest } from './nearest';
import { pictureProblem } from './picture';
import type { Problem } from './problem';
import { schemeOf } from './schemes';
import { type TextRange, fileStart } from './textRange';
import { variableLike } from './variables';
import { decodeText } from './yamlText';

/** What a page on disk says, or why it cannot be read. */
export function pageOf(file: string): { text: string } | { problem: Problem } {
  const problem = (range: TextRange, code: string, message: string): { problem: Problem } => ({ problem: { file, ...range, severity: 'error', code, message } });
  try {
    const decoded = decodeText(readFileSync(file));
    return decoded.ok ? decoded : problem(decoded.range, decoded.code, decoded.message);
  } catch (error) {
    return problem(fileStart, 'unreadable', `This page cannot be read (${systemCode(error) ?? 'unknown error'}).`);
  }
}

/** `parseInstructions`, for those who load this bundle for it. */
export const readPage = parseInstructions;

/** The pages of a guide, each once, in the order they are read. */
export function guidePages({ intro, steps, finish }: Lab['definition']): string[] {
  return [...new Set([intro, ...steps.map((step) => step.guide), finish].filter((page) => page !== undefined))];
}

/**
 * What is wrong in a page of a guide: links to checks, services and ports that are not there, variables that never get a
 * value, pictures that are missing, words behind fences that mean nothing. Too slow for a whole catalog at every start;
 * for authors. Never throws for what is in the files.
 *
 * @param file absolute path of the page
 * @param text what it says, which may be newer than the file
 * @param instructions what the text was parsed to, where that is known
 */
export function pageProblems(lab: Lab, file: string, text: string, instructions = parseInstructions(text)): Problem[] {
  const check = new Page(lab, file, text);
  check.links(instructions);
  check.images(instructions);
  check.variables(instructions);
  check.blocks(instructions);
  return check.problems;
}

class Page {
  readonly problems: Problem[] = [];
  private readonly places: MentionPlaces;
  private readonly services: string[];

  constructor(
    private readonly lab: Lab,
    private readonly file: string,
    private readonly text: string,
  ) {
    this.places = new MentionPlaces(text);
    this.services = visibleServices(lab.definition);
  }

  links({ links, deadLinks }: Instructions): void {
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
          } else {
            this.places.next(link);
          }
          break;
        }
        default:
      }
    }
    for (const link of deadLinks) {
      const message = 'This link leads nowhere: only its words are shown. Say what it opens, like `file:README.md`, `check:ID` or `https://…`.';
      this.report(link, 'dead-link', message, 'warning');
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
        if (image.alternative.trim() === '') {
          this.report(image, 'no-alternative', 'Who cannot see this picture learns nothing of it. Say between the brackets what it shows.', 'warning');
        } else if (problem) {
          this.report(image, 'picture', `The picture \`${image.text}\` ${problem}, so it is not shown.`);
        } else {
          this.places.next(image);
        }
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
    for (const { text, line } of variableLike(this.text)) {
      const message = `\`${text}\` looks like a variable and is none, so it stays as it is. There is \`{{workspace}}\`, \`{{input.NAME}}\`, \`{{port.SERVICE.N}}\` and \`{{url.SERVICE.N}}\`.`;
      this.report({ text, line }, 'unknown-variable', message, 'warning');
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
    if (!this.services.includes(service)) {
      this.known(mention, 'service', service, this.services);
    } else if (!published.includes(Number(port))) {
      this.report(mention, 'unknown-port', `The service \`${service}\` does not publish port ${port}. Add it to its \`ports\` in lab.yaml.`);
    } else {
      this.places.next(mention);
    }
  }

  private known(mention: Mention, what: string, id: string, ids: readonly string[]): void {
    if (ids.includes(id)) {
      this.places.next(mention);
      return;
    }
    const meant = nearest(id, ids);
    this.report(mention, `unknown-${what}`, `There is no ${what} \`${id}\` in this lab.${meant ? ` Did you mean \`${meant}\`?` : ''}`);
    const [problem] = this.problems.slice(-1);
    if (meant && problem && problem.endColumn - problem.column === mention.text.length) {
      // The id is what stands behind the first `:`, `.` or `=` of what was mentioned.
      const column = problem.column + mention.text.search(/[:.=]/) + 1;
      const { line, endLine } = problem;
      problem.fix = { title: `Change to ${meant}`, newText: meant, line, endLine, column, endColumn: column + id.length };
    }
  }

  private report(mention: Mention, code: string, message: string, severity: Problem['severity'] = 'error'): void {
    this.problems.push({ file: this.file, ...this.places.next(mention), severity, code, message });
  }
}
