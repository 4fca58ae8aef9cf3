import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FirstGuide, ToGuide } from '../../webview/protocol/messages';
import { panelDocument } from '../panelDocument';

/** What the page is made of, as text. */
export interface GuideBundle {
  style: string;
  script: string;
}

export async function guideBundle(extension: vscode.Uri): Promise<GuideBundle> {
  const [style = '', script = ''] = await Promise.all(
    ['guide.css', 'guide.js'].map((file) => readFile(path.join(bundles(extension).fsPath, file), 'utf8')));
  return { style, script };
}

/** A lab guide's document, whole, so that it can be painted as soon as it is loaded; `first`: what it shows then. */
export function guideHtml(webview: vscode.Webview, extension: vscode.Uri, title: string, { style, script }: GuideBundle, first?: ToGuide): string {
  return panelDocument({
    nonce: randomBytes(24).toString('base64'),
    source: webview.cspSource,
    language: vscode.env.language,
    title,
    style: { text: style },
    script: { text: script },
    first: first && ({ id: randomBytes(8).toString('hex'), message: first } satisfies FirstGuide),
    pictures: true,
    diagrams: webview.asWebviewUri(vscode.Uri.joinPath(bundles(extension), 'diagrams.js')).toString(),
  });
}

/** What the panel may read: our own bundles, and pictures of the lab. */
export function guideResources(extension: vscode.Uri, labFolder?: string): vscode.Uri[] {
  const roots = [bundles(extension)];
  if (labFolder !== undefined) {
    roots.push(vscode.Uri.file(labFolder));
  }
  return roots;
}

function bundles(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}
