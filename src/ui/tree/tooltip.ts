import * as vscode from 'vscode';
import type { Credit } from '../../session/results/credit';

/**
 * A tooltip of plain paragraphs. What labs say is shown as text, never as Markdown, and the result is not trusted:
 * no commands, no HTML, no icons.
 */
export function plainMarkdown(parts: readonly ({ heading: string } | { text: string })[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  for (const part of parts) {
    if ('heading' in part) {
      markdown.appendMarkdown(`**${escaped(part.heading)}**\n\n`);
    } else if (part.text !== '') {
      markdown.appendMarkdown(`${escaped(part.text)}\n\n`);
    }
  }
  return markdown;
}

/** CommonMark takes a backslash before any ASCII punctuation. (`appendText` would also make every blank unbreakable.) */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Points of checks in words; nothing where there are none to earn. */
export function creditText({ earned, total }: Credit): string {
  return total > 0 ? vscode.l10n.t('{0} of {1} points', earned, total) : '';
}
