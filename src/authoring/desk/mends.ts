import path from 'node:path';
import { pathProblem } from '../../curriculum/confine';
import type { Problem } from '../../curriculum/problem';
import type { TextRange } from '../../curriculum/textRange';
import type { LabLook } from './labDesk';
import { startOf } from './startOf';
import type { Texts } from './texts';

/** A replacement in a file. */
export interface FileEdit {
  /** Absolute. */
  file: string;
  range: TextRange;
  newText: string;
}

/** A way to mend a problem. */
export interface Mend {
  title: string;
  edits: FileEdit[];
  /** A file that is made first, with what stands in it. */
  create?: { file: string; text: string };
  /** A file whose lines shall end with a line feed alone. */
  lineFeeds?: string;
}

/** What can be done about a problem with one click, best first; nothing where only its author knows. */
export function mendsFor(problem: Problem, look: LabLook, texts: Texts): Mend[] {
  const { file, fix, code } = problem;
  const mends: Mend[] = fix ? [{ title: fix.title, edits: [{ file, range: fix, newText: fix.newText }] }] : [];
  const text = textAt(texts, file, problem);
  if (code === 'missing-file' && file === look.source.file) {
    mends.push(...creationOf(look.folder, unquoted(text)));
  } else if (code === 'unknown-port') {
    mends.push(...publication(text, look));
  } else if (code === 'crlf') {
    mends.push({ title: 'End lines with LF', edits: [], lineFeeds: file });
  }
  return mends;
}

function textAt(texts: Texts, file: string, { line, column, endLine, endColumn }: TextRange): string {
  const content = texts.read(file)?.split('\n')[line - 1] ?? '';
  return content.slice(column - 1, line === endLine ? endColumn - 1 : undefined);
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

function creationOf(folder: string, labPath: string): Mend[] {
  if (labPath === '' || pathProblem(labPath) !== undefined) {
    return [];
  }
  return [{ title: `Create ${labPath}`, edits: [], create: { file: path.join(folder, labPath), text: startOf(labPath) } }];
}

/** Adds a port that the guide speaks of to those its service publishes. */
function publication(mention: string, { document, source }: LabLook): Mend[] {
  const [, service = '', port = ''] = /^(?:port:|port\.|url\.)([a-z0-9-]+)[:.](\d{1,5})/.exec(mention) ?? [];
  if (port === '' || Number(port) < 1 || Number(port) > 65_535) {
    return [];
  }
  const path = ['services', service];
  const addition = document.insertion([...path, 'ports'], `"${port}"`) ?? document.insertion(path, `ports: ["${port}"]`);
  const title = `Publish port ${port} of ${service}`;
  return addition ? [{ title, edits: [{ file: source.file, range: addition.range, newText: addition.newText }] }] : [];
}
