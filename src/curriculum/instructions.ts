import type { Token } from 'markdown-it';
import { type CodeBlock, codeBlock } from './codeBlock';
import { attribute, createMarkdown } from './guideMarkdown';
import { variablesIn } from './variables';

/** Something a page refers to, with its line in the Markdown file, from 1. */
export interface Mention {
  text: string;
  line: number;
}

/** What a page of a guide is made of, for those who check it or run it rather than show it. */
export interface Instructions {
  /** Text of the first heading. */
  title?: string;
  /** Every fenced block, in order; variables are not yet put in. */
  blocks: CodeBlock[];
  /** Targets of links, as written. */
  links: Mention[];
  /** Sources of pictures, as written, with what is said instead of them. */
  images: (Mention & { alt: string })[];
  /** Names of variables. */
  variables: Mention[];
  /** What the author got wrong in info words. */
  problems: Mention[];
}

/** Reads a page of a guide. Never throws; text that is no Markdown is a paragraph. */
export function parseInstructions(markdown: string): Instructions {
  const tokens = createMarkdown().parse(markdown, {});
  const page: Instructions = { blocks: [], links: [], images: [], variables: [], problems: [] };
  tokens.forEach((token, index) => {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === 'fence') {
      const problem = (text: string): void => void page.problems.push({ text, line });
      page.blocks.push(codeBlock(token.info, token.content, page.blocks.length, line, problem));
    }
    if (token.type === 'heading_open') {
      page.title ??= plainText(tokens[index + 1]);
    }
    page.variables.push(...variablesIn(token.content).map((text) => ({ text, line })));
    for (const child of token.children ?? []) {
      addMention(page, child, line);
    }
  });
  return page;
}

function addMention(page: Instructions, token: Token, line: number): void {
  if (token.type === 'image') {
    page.images.push({ text: attribute(token, 'src'), line, alt: plainText(token).trim() });
  } else if (token.type === 'link_open') {
    page.links.push({ text: attribute(token, 'href'), line });
  }
}

function plainText(inline: Token | undefined): string {
  return (inline?.children ?? []).map((child) => (child.type === 'softbreak' ? ' ' : child.content)).join('');
}
