import * as l10n from '@vscode/l10n';
import markdownIt, { type MarkdownIt, type StateCore, type Token } from 'markdown-it';
import { labSchemes, schemeOf, webSchemes } from './schemes';

/** The kinds of alerts there are, with what they are called; asked when one is shown, since the language is set at activation. */
const alertTitles: Record<string, () => string> = {
  note: () => l10n.t('Note'),
  tip: () => l10n.t('Tip'),
  important: () => l10n.t('Important'),
  warning: () => l10n.t('Warning'),
  caution: () => l10n.t('Caution'),
};

/** An attribute of a token as text; empty where it has none. */
export function attribute(token: Token | undefined, name: string): string {
  return String(token?.attrGet(name) ?? '');
}

/**
 * A Markdown parser for guides: CommonMark, tables, task lists, alerts. HTML is text, and so is a link with any scheme
 * but those above (`command:` and `javascript:` first of all).
 * Alerts: https://docs.github.com/get-started/writing-on-github (section "Alerts").
 */
export function createMarkdown(): MarkdownIt {
  const markdown = markdownIt({ html: false, linkify: false, typographer: false, maxNesting: 50 });
  // Links are kept as written, for variables in them; characters that no address holds end them.
  markdown.normalizeLink = (href) => href.replace(/[\u0000-\u001f\u007f]/g, '');
  markdown.validateLink = (href) => {
    const scheme = schemeOf(href.trim());
    return scheme === undefined || webSchemes.includes(scheme) || labSchemes.includes(scheme);
  };
  markdown.core.ruler.push('alerts', markAlerts);
  markdown.core.ruler.push('tasks', markTasks);
  markdown.core.ruler.push('links', dropDeadLinks);
  markdown.core.ruler.push('alignment', alignByClass);
  return markdown;
}

/** In one pass: pages may hold thousands of quotations. */
function markAlerts(state: StateCore): void {
  const { tokens, Token: TokenOf } = state;
  const marked: Token[] = [];
  const quotations: (string | undefined)[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    marked.push(token);
    if (token.type === 'blockquote_open') {
      const inline = tokens[index + 2];
      const kind = inline?.type === 'inline' && tokens[index + 1]?.type === 'paragraph_open' ? alertKind(inline) : undefined;
      quotations.push(kind);
      if (kind !== undefined) {
        token.tag = 'div';
        token.attrs = [['class', `alert alert-${kind}`], ['role', 'note']];
        const title = new TokenOf('html_block', '', 0);
        title.content = `<p class="alert-title">${alertTitles[kind]?.() ?? ''}</p>\n`;
        marked.push(title);
        // A paragraph that held the kind alone is left out.
        index += inline?.children?.length === 0 ? 3 : 0;
      }
    } else if (token.type === 'blockquote_close' && quotations.pop() !== undefined) {
      token.tag = 'div';
    }
  }
  state.tokens = marked;
}

/** The kind of alert a quotation's first line names; takes that line away. */
function alertKind(inline: Token): string | undefined {
  const children = inline.children ?? [];
  const [first, second] = children;
  const kind = first?.type === 'text' ? /^\[!([A-Z]+)\]\s*$/.exec(first.content)?.[1]?.toLowerCase() : undefined;
  if (kind === undefined || !Object.hasOwn(alertTitles, kind) || (second && second.type !== 'softbreak' && second.type !== 'hardbreak')) {
    return undefined;
  }
  children.splice(0, second ? 2 : 1);
  return kind;
}

function markTasks({ tokens, Token: TokenOf }: StateCore): void {
  tokens.forEach((token, index) => {
    const item = tokens[index - 2];
    const [first] = token.children ?? [];
    const mark = token.type === 'inline' && item?.type === 'list_item_open' && first?.type === 'text' ? /^\[([ xX])\] /.exec(first.content) : null;
    if (mark && first && item) {
      item.attrSet('class', 'task');
      first.content = first.content.slice(mark[0].length);
      const box = new TokenOf('html_inline', '', 0);
      box.content = `<input type="checkbox" disabled${mark[1] === ' ' ? '' : ' checked'} aria-label="${plainLabel(token)}"> `;
      token.children?.unshift(box);
    }
  });
}

/** What an item says, for an attribute. Only what cannot be anything but words is kept. */
function plainLabel({ children }: Token): string {
  const text = (children ?? []).filter(({ type }) => type === 'text' || type === 'code_inline').map(({ content }) => content).join('');
  return text.replace(/[^\p{Letter}\p{Number}\s.,:;/_-]/gu, '').trim().slice(0, 200);
}

/** A link without a scheme leads nowhere in a guide: its words stay, as text. */
function dropDeadLinks({ tokens }: StateCore): void {
  for (const { children } of tokens) {
    let dead = false;
    for (const child of children ?? []) {
      if (child.type === 'link_open') {
        const href = attribute(child, 'href').trim();
        dead = schemeOf(href) === undefined && !href.startsWith('{{url.');
      }
      if (dead && child.type.startsWith('link_')) {
        child.type = 'nothing';
        child.hidden = true;
        child.tag = '';
      }
    }
  }
}

/** Columns are aligned by classes (`align-left`, `align-center`, `align-right`): a strict policy forbids inline styles. */
function alignByClass({ tokens }: StateCore): void {
  for (const token of tokens) {
    const side = token.type === 'td_open' || token.type === 'th_open' ? /^text-align:(left|center|right)$/.exec(attribute(token, 'style'))?.[1] : undefined;
    if (side) {
      token.attrs = [['class', `align-${side}`]];
    }
  }
}
