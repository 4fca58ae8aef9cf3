import path from 'node:path';
import type { Document } from 'yaml';
import { UserError } from '../../common/errors';
import { startOf } from '../desk/startOf';
import { freeId, idFrom } from './labName';
import { appendItem, type TextEdit } from './yamlAppend';

/** A file that is to be made, with what stands in it. */
export interface NewFile {
  /** Relative to the lab's folder, with forward slashes. */
  path: string;
  text: string;
  /** Whether it can be run. */
  runs: boolean;
}

/** What a lab grows by. */
export interface Addition {
  edit: TextEdit;
  /** The first one is what its author writes next. */
  files: NewFile[];
}

/** A step of a lab.yaml, as far as it can be read. */
export interface StepName {
  id: string;
  title: string;
}

/** The steps that a lab.yaml has by now. Throws a UserError where it is no YAML. */
export async function stepsOf(text: string): Promise<StepName[]> {
  return records((await parsed(text)).toJS(), 'steps').flatMap(({ id, title }) =>
    typeof id === 'string' ? { id, title: typeof title === 'string' ? title : id } : []);
}

/**
 * One more step at the end, with its page and the script that solves it.
 *
 * @param text of lab.yaml, saved or not
 * @param taken whether a path of the lab leads to a file already
 */
export async function addStep(text: string, title: string, taken: (labPath: string) => boolean): Promise<Addition> {
  const document = await parsed(text);
  const steps = records(document.toJS(), 'steps');
  const id = freeId(idFrom(title) || 'step', new Set(steps.map((step) => String(step.id))));
  const numbers = steps.map((step) => Number(/^(?:.*\/)?(\d+)[^/]*$/.exec(String(step.guide))?.[1] ?? 0));
  const number = String(Math.max(0, ...numbers) + 1).padStart(2, '0');
  const guide = free(`guide/${number}-${id}.md`, taken);
  const solution = free(`solution/${number}-${id}.sh`, taken);
  const edit = await appendItem(text, document, ['steps'], { id, title, guide, solution });
  return { edit, files: [{ path: guide, text: `# ${title}\n\n`, runs: false }, { path: solution, text: startOf(solution), runs: true }] };
}

/** One more check of a step, with a script that fails until it is written. `taken` as for `addStep`. */
export async function addCheck(text: string, step: string, title: string, taken: (labPath: string) => boolean): Promise<Addition> {
  const document = await parsed(text);
  const steps = records(document.toJS(), 'steps');
  const index = steps.findIndex((each) => each.id === step);
  if (index < 0) {
    throw new UserError(`There is no step “${step}” in this lab.`, { code: 'unknown-step', action: { label: 'Add Step', text: 'Add the step first.' } });
  }
  const ids = new Set(steps.flatMap((each) => records(each, 'checks').map((check) => String(check.id))));
  const id = freeId(idFrom(title) || 'check', ids);
  const script = free(`checks/${id}.sh`, taken);
  const edit = await appendItem(text, document, ['steps', index, 'checks'], { id, title, run: script });
  return { edit, files: [{ path: script, text: startOf(script), runs: true }] };
}

async function parsed(text: string): Promise<Document.Parsed> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) {
    throw new UserError('lab.yaml has mistakes, so nothing can be added to it.', {
      code: 'broken-lab',
      detail: document.errors[0]?.message,
      action: { label: 'Show Problems', text: 'Mend them first.', command: 'workbench.actions.view.problems' },
    });
  }
  return document;
}

/** A path that leads nowhere yet: with a number before its ending where it has to. */
function free(labPath: string, taken: (labPath: string) => boolean): string {
  const ending = path.posix.extname(labPath);
  let name = labPath;
  for (let number = 2; taken(name); number++) {
    name = `${labPath.slice(0, -ending.length)}-${number}${ending}`;
  }
  return name;
}

function records(value: unknown, key: string): Record<string, unknown>[] {
  const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null) : [];
}
