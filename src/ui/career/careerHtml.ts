import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelDocument } from '../panelDocument';

/** The folder the page's bundle is in: all that the panel may read. */
export function careerResources(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The career guide's document. */
export function careerHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const bundle = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(careerResources(extension), name)).toString();
  return panelDocument({
    nonce: randomBytes(24).toString('base64'),
    source: webview.cspSource,
    language: vscode.env.language,
    title: vscode.l10n.t('Career Guide'),
    style: { address: bundle('career.css') },
    script: { address: bundle('career.js') },
    pictures: false,
  });
}
