import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { guideDocument } from './guideDocument';

/** A panel's document, of the bundle of that name. Only guides have diagrams. */
export function guideHtml(webview: vscode.Webview, extension: vscode.Uri, title: string, name: 'guide' | 'career' = 'guide'): string {
  const bundle = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', file)).toString();
  return guideDocument({
    nonce: randomBytes(24).toString('base64'),
    source: webview.cspSource,
    language: vscode.env.language,
    title,
    style: bundle(`${name}.css`),
    script: bundle(`${name}.js`),
    diagrams: name === 'guide' ? bundle('diagrams.js') : undefined,
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
