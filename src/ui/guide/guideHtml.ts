import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The panel's document: our own script and style, pictures of the lab's guide, and nothing else. */
export function guideHtml(webview: vscode.Webview, extension: vscode.Uri, title: string): string {
  const nonce = randomBytes(24).toString('base64');
  const bundle = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${bundle('guide.css')}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<script nonce="${nonce}" src="${bundle('guide.js')}"></script>
</body>
</html>`;
}

/** What the panel may read: its own bundle, and pictures of the lab. */
export function guideResources(extension: vscode.Uri, labFolder?: string): vscode.Uri[] {
  const roots = [vscode.Uri.joinPath(extension, 'dist', 'webview')];
  if (labFolder !== undefined) {
    roots.push(vscode.Uri.file(labFolder));
  }
  return roots;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
