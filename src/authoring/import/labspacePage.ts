import { freeId } from '../scaffold/labName';
import { pathProblem } from '../../curriculum/confine';
import { type Draft, idOf, plainLine } from './draft';
import { convertLine, type PageContext } from './pageText';
import { outsideCode, type Piece, piecesOf } from './pieces';

/** Variables of a Labspace and the inputs they have become. */
export type Names = Map<string, string>;

const longestLine = 20_000;

/** The input that a variable has become. */
export function inputOf(variable: string, draft: Draft, names: Names): string {
  const words = variable.replace(/([a-z])([A-Z])/g, '$1-$2');
  const input = names.get(variable) ?? freeId(idOf(words, 'variable'), new Set(Object.keys(draft.inputs)));
  names.set(variable, input);
  draft.inputs[input] ??= { prompt: `Value of ${plainLine(variable, 60)}`, default: '' };
  return input;
}

/** Names of the variables that a page asks for. */
export function variablesAsked(text: string): string[] {
  return [...text.matchAll(/::variableDefinition\[([^\]\n]{1,60})\]/g)].map((match) => match[1] ?? '');
}

/** A page of a Labspace as a guide has it: fence words, directives, variables. */
export function labspacePage(text: string, context: PageContext, names: Names): string {
  const lines = piecesOf(text).flatMap((piece) => (piece.kind === 'fence' ? fence(piece, context, names) : piece.lines.flatMap((line, index) => textLine(line, piece.line + index, context, names))));
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

function fence({ line, indent, marker, info, body, suffix }: Piece & { kind: 'fence' }, page: PageContext, names: Names): string[] {
  const { draft, file } = page;
  const [language = '', ...words] = info.split(/\s+/);
  const said: string[] = [];
  for (const word of words) {
    const [, name = word, value = ''] = /^([\w-]+)=["']?(.*?)["']?$/.exec(word) ?? [];
    if (name === 'no-copy-button') {
      said.push('no-copy');
    } else if (name === 'no-run-button') {
      said.push('no-run');
    } else if (name === 'save-as' && pathProblem(value) === undefined && value !== '') {
      said.push(`save-as=${value}`);
    } else if (name === 'terminal-id') {
      draft.losses.changed(file, line, `This block ran in the terminal “${value}”: a lab has one terminal. Open a second one for it.`);
    } else if (word !== '') {
      draft.losses.missing(file, line, `The word \`${word}\` behind this fence means nothing to a lab.`);
    }
  }
  if (suffix !== '') {
    draft.losses.missing(file, line, `${suffix} behind this block means nothing to a lab.`);
  }
  const opening = `${indent}${marker}${[language, ...said].join(' ').trimEnd()}`;
  return [opening, ...body.map((each) => variables(each, page, names)), `${indent}${marker}`];
}

function textLine(line: string, number: number, page: PageContext, names: Names): string[] {
  if (line.length > longestLine) {
    page.draft.losses.missing(page.file, number, 'This line is too long to be converted: it stays as it is.');
    return [line];
  }
  const [, opening = ''] = /^\s*:::conditionalDisplay\s*(\{.{0,500}\})\s*$/.exec(line) ?? [];
  if (opening !== '') {
    const of = attributes(opening);
    const when = [
      of.variable === undefined ? undefined : `${of.variable} ${of.requiredValue !== undefined ? `is “${of.requiredValue}”` : 'hasNoValue' in of ? 'has no value' : 'has a value'}`,
      of.os === undefined ? undefined : `your system is ${of.os}`,
    ].filter((each) => each !== undefined).join(' and ');
    page.draft.losses.changed(page.file, number, `What was shown only where ${when || 'a condition holds'} is always shown, and says so.`);
    return [`*If ${plainLine(when, 200) || 'it applies'}:*`, ''];
  }
  if (/^\s*:::\s*$/.test(line)) {
    return [];
  }
  const directed = outsideCode(line, (text) => text.replace(/(?<![:\w]):{1,2}([A-Za-z]+)(?:\[([^\]]{0,300})\])?(\{[^{}]{0,500}\})/g, (whole, name: string, words: string | undefined, braces: string) =>
    directive(name, words ?? '', attributes(braces), whole, number, page, names)));
  return [convertLine(variables(directed, page, names), number, page)];
}

/** `{a="1" b=2 c}` */
function attributes(braces: string): Record<string, string | undefined> {
  const found: Record<string, string> = {};
  for (const [, name = '', quoted, single, plain] of braces.slice(1, -1).matchAll(/([A-Za-z][\w-]*)(?:=(?:"([^"]*)"|'([^']*)'|(\S+)))?/g)) {
    found[name] = quoted ?? single ?? plain ?? '';
  }
  return found;
}

function directive(name: string, words: string, of: Record<string, string | undefined>, whole: string, line: number, { draft, file }: PageContext, names: Names): string {
  switch (name) {
    case 'tabLink': {
      const href = of.href ?? '';
      if (of.title !== undefined || of.icon !== undefined || of.id !== undefined) {
        draft.losses.changed(file, line, `The link “${plainLine(words, 60)}” opened a tab with a name and an icon of its own: it opens a page.`);
      }
      const [, port, rest = ''] = /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d{1,5})(\S*)$/.exec(href) ?? [];
      if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535) {
        draft.ports.add(Number(port));
        return `[${words}](port:lab:${port}${rest})`;
      }
      return /^https?:\/\/[^\s()]+$/.test(href) ? `[${words}](${href})` : words;
    }
    case 'fileLink': {
      const place = (of.path ?? '').replace(/^(\.\/|\/)+/, '').replace(/^(home\/coder\/)?project\//, '');
      return pathProblem(place) === undefined && place !== '' ? `[${words || place}](file:${place.replace(/[()\s]/g, encodeURIComponent)}${of.line === undefined ? '' : `#L${/\d+/.exec(of.line)?.[0] ?? '1'}`})` : words;
    }
    case 'variableDefinition': {
      const known = inputOf(words, draft, names);
      draft.inputs[known] = { prompt: plainLine(of.prompt ?? '', 200) || `Value of ${plainLine(words, 60)}`, default: draft.inputs[known]?.default ?? '' };
      draft.losses.changed(file, line, `“${words}” was asked here: it is asked when the lab starts.`);
      return '';
    }
    case 'variableSetButton':
      draft.losses.changed(file, line, `The button “${words}” set ${of.variables ?? 'variables'}: its learner changes the lab's inputs instead.`);
      return `**${words}** (set ${plainLine(of.variables ?? '', 200)})`;
    default:
      draft.losses.missing(file, line, `The directive \`${plainLine(whole, 80)}\` means nothing to a lab.`);
      return words;
  }
}

/** `$$name$$` is a value, and `\$\$` stands for itself. A name that nothing defines stays as a bare word, as it was shown. */
function variables(text: string, { draft }: Pick<PageContext, 'draft'>, names: Names): string {
  return text
    .replace(/(?<!\\)\$\$([A-Za-z_][\w-]{0,60})\$\$/g, (_whole, name: string) => {
      const input = names.get(name);
      return input !== undefined && Object.hasOwn(draft.inputs, input) ? `{{input.${input}}}` : name;
    })
    .replace(/\\\$\\\$/g, '$$$$');
}
