import * as vscode from 'vscode';

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
      markdown.appendMarkdown('**').appendText(part.heading).appendMarkdown('**\n\n');
    } else if (part.text !== '') {
      markdown.appendText(part.text).appendMarkdown('\n\n');
    }
  }
  return markdown;
}
