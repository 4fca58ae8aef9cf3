import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelDocument } from '../panelDocument';

/** A lab guide's document. */
export function guideHtml(webview: vscode.Webview, extension: vscode.Uri, title: string): string {
  const bundle = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', file)).toString();
  return panelDocument({
    nonce: randomBytes(24).toString('base64'),
    source: webview.cspSource,
    language: vscode.env.language,
    title,
    style: bundle('guide.css'),
    script: bundle('guide.js'),
    pictures: true,
    diagrams: bundle('diagrams.js'),
  });
}

/** What the panel may read: its own bundle, and pictures of the lab. */
export function guideResources(extension: vscode.Uri, labFolder?: string): vscode.Uri[] {
  const roots = [vscode.Uri.joinPath(extension, 'dist', 'webview')];
  if (labFolder !== undefined) {
    roots.push(vscode.Uri.file(labFolder));
  }
  return roots;
}
