import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import type { CareerStrings } from '../../src/webview/career/protocol/strings';
import type { GuideStrings } from '../../src/webview/protocol/strings';
import type { PanelPage } from './panelPage';

type Say = (text: string) => string;

const asItIs: Say = (text) => text;
/** Marks a word as one of the extension's. */
export const marked: Say = (text) => `⟦${text}⟧`;

export function guideWords(say = asItIs): GuideStrings {
  return words<{ guideStrings: () => GuideStrings }>('guide/guideStrings.ts', say).guideStrings();
}

export function careerWords(say = asItIs): CareerStrings {
  return words<{ careerStrings: () => CareerStrings }>('career/careerStrings.ts', say).careerStrings();
}

/** A panel's words as their source has them, each put through `say`: they come from VS Code's own localisation. */
function words<T>(file: string, say: Say): T {
  const source = readFileSync(path.resolve(__dirname, '../../src/ui', file), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exported = {};
  runInNewContext(outputText, { exports: exported, require: () => ({ l10n: { t: say } }) });
  return exported as T;
}

/** Words on a page that are neither the extension's, which are `marked`, nor anywhere in `given`. `except`: elements not looked at. */
export async function wordsOfItsOwn({ page }: PanelPage, given: unknown, except: string): Promise<string[]> {
  const said = await page.evaluate(visibleWords, except);
  const known = JSON.stringify(given);
  const isGiven = (text: string): boolean => !/\p{Letter}/u.test(text) || /^[\w.]+:\d+$/.test(text) || known.includes(JSON.stringify(text).slice(1, -1));
  return said
    .map((text) => text.replace(/⟦[^⟧]*⟧/g, '').replace(/^[\s:,(]+|[\s,)]+$/g, ''))
    // What is given may be put together by signs.
    .filter((text) => !isGiven(text) && !text.split(/[;:,·✓]/).every((part) => isGiven(part.trim())));
}

/** Texts and labels on the page. */
function visibleWords(except: string): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      found.push(...['aria-label', 'placeholder', 'title'].map((name) => node.getAttribute(name) ?? ''));
    } else if (!node.parentElement?.closest(except)) {
      found.push(node.textContent ?? '');
    }
  }
  return found.map((text) => text.trim()).filter((text) => /\p{Letter}/u.test(text));
}
