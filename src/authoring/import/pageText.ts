import path from 'node:path';
import { pictureProblem } from '../../curriculum/picture';
import { schemeOf, webSchemes } from '../../curriculum/schemes';
import type { Draft } from './draft';
import { outsideCode } from './pieces';
import type { SourceFolder } from './source';

/** A page on its way into a guide. */
export interface PageContext {
  source: SourceFolder;
  draft: Draft;
  /** Of the page, in the source. */
  file: string;
  /** Folder of the source that paths of pictures start from. */
  pictures: string;
}

const pictureKinds = /\.(png|jpe?g|gif|webp|svg)$/i;
/** Tags that Markdown says otherwise. */
const marks: Readonly<Record<string, string>> = { b: '**', strong: '**', i: '*', em: '*', code: '`', kbd: '`', tt: '`' };
/** Tags that only arrange: without them the words stay. Any other `<name>` is a placeholder of the author's. */
const arranging = /^(p|div|span|center|font|u|sub|sup|small|big|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|hr|blockquote|pre|section|article|header|footer|figure|figcaption|video|audio|iframe|script|style|button|input|label|form)$/;

/** Pictures, links and HTML of a line of text, as a guide can have them; what it cannot goes into the report. */
export function convertLine(line: string, number: number, context: PageContext): string {
  return outsideCode(line, (text) => htmlOf(linksOf(picturesOf(text, number, context), number, context), number, context));
}

function picturesOf(text: string, line: number, context: PageContext): string {
  return text
    .replace(/!\[([^\]]{0,500})\]\(\s{0,9}<?([^()\s<>]{1,1000})>?(?:\s{1,9}["'][^"']{0,500}["'])?\s{0,9}\)/g, (_whole, words: string, target: string) => picture(words, target, line, context))
    .replace(/<img\b([^<>]*)>/gi, (_whole, attributes: string) => {
      const of = (name: string): string => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(attributes)?.[1] ?? '';
      return picture(of('alt'), of('src'), line, context);
    });
}

function picture(said: string, target: string, line: number, { source, draft, file, pictures }: PageContext): string {
  const name = decoded(target);
  const words = said.trim() || path.posix.basename(name).replace(/\.\w+$/, '').replace(/[-_]+/g, ' ') || 'a picture';
  const missing = (why: string): string => {
    draft.losses.missing(file, line, `The picture ${target} ${why}: its words stand in its place.`);
    return /^https?:/.test(target) ? `[${words}](${target})` : `*${words}*`;
  };
  if (schemeOf(name) !== undefined) {
    return missing('lies elsewhere, and guides show what lies in the lab');
  }
  const place = source.resolve(name.startsWith('/') ? '.' : pictures, name.replace(/^\/+/, ''));
  const real = place === undefined ? undefined : source.pathOf(place);
  if (place === undefined || real === undefined) {
    return missing(place === undefined || source.leadsOut(place) ? 'lies outside of the source' : 'is not there');
  }
  const problem = pictureKinds.test(place) ? pictureProblem(real) : 'is of a kind that guides do not show';
  if (problem !== undefined) {
    return missing(problem);
  }
  const kept = `pictures/${place.replace(/[^\w.-]+/g, '-')}`;
  if (!draft.content.has(`guide/${kept}`)) {
    draft.content.set(`guide/${kept}`, { bytes: source.bytesOf(place), runs: false });
  }
  if (said.trim() === '') {
    draft.losses.changed(file, line, `The picture ${target} had no words for who cannot see it: “${words}” stands there now.`);
  }
  return `![${words}](${kept})`;
}

function linksOf(text: string, line: number, { draft, file }: PageContext): string {
  return text.replace(/(?<!!)\[([^\]]{0,500})\]\(\s{0,9}([^()\s]{1,1000})(?:\s{1,9}["'][^"']{0,500}["'])?\s{0,9}\)/g, (whole, words: string, target: string) => {
    const scheme = schemeOf(target);
    if ((scheme !== undefined && webSchemes.includes(scheme)) || /^(port|file):/.test(target) || target.startsWith('{{url.')) {
      return whole;
    }
    draft.losses.missing(file, line, `The link to ${target} leads nowhere in a guide: its words stay.`);
    return words;
  });
}

function htmlOf(text: string, line: number, { draft, file }: PageContext): string {
  const link = text.replace(/<a\s(?:[^<>]{0,200}\s)?href=["'](https?:[^"'<>]{1,1000})["'][^<>]{0,500}>([^<]{0,500})<\/a>/gi, '[$2]($1)');
  return link.replace(/<\/?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?\/?>/g, (whole, given: string) => {
    const tag = given.toLowerCase();
    if (tag === 'br') {
      return ' ';
    }
    if (Object.hasOwn(marks, tag)) {
      return marks[tag] ?? '';
    }
    if (!arranging.test(tag) && tag !== 'a') {
      return whole;
    }
    draft.losses.changed(file, line, `The tag <${tag}> is left out: guides are Markdown without HTML.`);
    return '';
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No escapes, then: a name may hold a percent sign.
    return text;
  }
}
