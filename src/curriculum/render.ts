import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { MarkdownIt, RendererRule, Token } from 'markdown-it';
import { type CodeBlock, codeBlock } from './codeBlock';
import { Confinement } from './confine';
import { attribute, createMarkdown } from './guideMarkdown';
import { showTurning } from '../common/visible';
import { pictureProblem } from './picture';
import { labSchemes, schemeOf, webSchemes } from './schemes';
import { type Variables, substitute } from './variables';
import { maxTextBytes } from './yamlText';

/**
 * Turns a guide's Markdown into HTML for a webview with a strict content security policy. Guides are written by
 * others: nothing in them becomes markup but what Markdown itself makes, and values put into variables are text,
 * never read as Markdown again. Its own bundle, since the Markdown parser is large.
 */

/** A fenced block; buttons refer to it by `index`, its text never goes to the webview as a command. */
export type GuideBlock = CodeBlock;

export interface RenderedGuide {
  html: string;
  blocks: GuideBlock[];
}

export interface GuideOptions {
  variables: Variables;
  /** Absolute folder of the lab: pictures lie in it. */
  folder: string;
  /** Absolute path of the page, which paths of pictures start from. */
  file: string;
  /** How the webview loads a picture, given its absolute path. */
  imageUri: (file: string) => string;
}

/** What a rendering carries through the parser's rules. */
type Environment = Partial<Pick<GuideOptions, 'folder' | 'file' | 'imageUri'>> & {
  variables: Variables;
  blocks: GuideBlock[];
};

/** Pictures that lie where the learner must not look, or that are none. */
const imageFolders = /^(checks|solution)(\/|$)/;
const imageKinds = /\.(png|jpe?g|gif|webp|svg)$/i;

let shared: MarkdownIt | undefined;

export function renderGuide(markdown: string, options: GuideOptions): RenderedGuide {
  if (markdown.length > maxTextBytes) {
    return { html: `<p>${escape(l10n.t('This page is larger than 1 MiB and is not shown.'))}</p>\n`, blocks: [] };
  }
  const environment: Environment = { ...options, blocks: [] };
  const html = renderer().render(markdown, environment);
  return { html, blocks: environment.blocks };
}

/** A line of Markdown, such as a hint or a question: no blocks, no pictures. */
export function renderInline(markdown: string, variables: Variables = {}): string {
  const environment: Environment = { variables, blocks: [] };
  return renderer().renderInline(markdown.slice(0, maxTextBytes), environment);
}

function renderer(): MarkdownIt {
  if (!shared) {
    shared = createMarkdown();
    const { rules } = shared.renderer;
    rules.nothing = () => '';
    rules.text = rule((token, environment) => fill(token.content, environment));
    rules.code_inline = rule((token, environment) => `<code>${fill(token.content, environment)}</code>`);
    rules.code_block = rule((token, environment) => `<pre><code>${fill(token.content, environment)}</code></pre>\n`);
    rules.fence = rule(fence);
    rules.link_open = rule(link);
    rules.image = (tokens, index, options, environment, self) => {
      const text = self.renderInlineAsText(tokens[index]?.children ?? [], options, environment);
      return image(text, attribute(tokens[index], 'src'), environment as Environment);
    };
  }
  return shared;
}

function rule(render: (token: Token, environment: Environment) => string): RendererRule {
  return (tokens, index, _options, environment) => {
    const token = tokens[index];
    return token ? render(token, environment as Environment) : '';
  };
}

/** Text as HTML, its variables put in; what would turn its direction is named instead. */
function fill(text: string, { variables }: Environment): string {
  return showTurning(escape(substitute(text, variables)), (name) => `<span class="turning">[${name}]</span>`);
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** For attributes: the same, without markup in it. */
function plainly(text: string, { variables }: Environment): string {
  return escape(showTurning(substitute(text, variables), (name) => `[${name}]`));
}

function fence({ info, content, map }: Token, environment: Environment): string {
  const text = substitute(content, environment.variables);
  const block = codeBlock(info, text, environment.blocks.length, (map?.[0] ?? 0) + 1, () => undefined);
  environment.blocks.push(block);
  const language = /^[A-Za-z0-9_+#-]+$/.test(block.language) ? ` class="language-${block.language}"` : '';
  return `<pre data-block="${block.index}"><code${language}>${fill(content, environment)}</code></pre>\n`;
}

function link(token: Token, environment: Environment): string {
  const href = substitute(attribute(token, 'href'), environment.variables).trim();
  const title = attribute(token, 'title');
  const scheme = schemeOf(href) ?? '';
  // Looked at again, because a value could have brought another scheme in.
  if (!webSchemes.includes(scheme) && !labSchemes.includes(scheme)) {
    return '<a>';
  }
  const target = labSchemes.includes(scheme) ? `href="#" data-href="${escape(href)}"` : `href="${escape(href)}"`;
  return `<a ${target}${title ? ` title="${plainly(title, environment)}"` : ''}>`;
}

function image(text: string, source: string, environment: Environment): string {
  const uri = imageUri(source, environment);
  const alternative = plainly(text || path.posix.basename(source), environment);
  return uri === undefined ? `<span class="no-image">[${alternative}]</span>` : `<img src="${escape(uri)}" alt="${alternative}">`;
}

/** Undefined for anything but a picture inside the lab's folder that is not too large. */
function imageUri(source: string, { folder, file, imageUri: uriOf }: Environment): string | undefined {
  if (folder === undefined || file === undefined || uriOf === undefined || schemeOf(source) !== undefined) {
    return undefined;
  }
  const beside = path.relative(folder, path.resolve(path.dirname(file), decoded(source))).split(path.sep).join('/');
  if (source.startsWith('/') || beside.startsWith('../') || imageFolders.test(beside) || !imageKinds.test(beside)) {
    return undefined;
  }
  try {
    const lab = new Confinement(folder);
    const found = lab.find(beside);
    const real = found.ok && path.relative(lab.root, found.file).split(path.sep).join('/');
    const fits = found.ok && found.kind === 'file' && real && !imageFolders.test(real) && pictureProblem(found.file) === undefined;
    return fits ? uriOf(path.join(folder, beside)) : undefined;
  } catch {
    // The lab's folder is gone: there is no picture to show.
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
