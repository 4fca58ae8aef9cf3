import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder the page's bundle is in: all that the panel may read. */
export function careerResources(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The career guide's document: its own script and style, and nothing else, not even a picture. */
export function careerHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64');
  const bundle = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(careerResources(extension), name)).toString();
  const policy = ["default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${webview.cspSource}`, "base-uri 'none'", "form-action 'none'"];
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${bundle('career.css')}">
<title>${escapeHtml(vscode.l10n.t('Career Guide'))}</title>
</head>
<body>
<script nonce="${nonce}" src="${bundle('career.js')}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
