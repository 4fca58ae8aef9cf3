import { escapeHtml } from '../common/html';

/** By its address, as the webview loads it, or as its text: what is there at once is not asked for and waited for. */
export type Part = { address: string } | { text: string };

/** What a panel's document is made of. */
export interface PanelDocument {
  /** Random, for this document only. */
  nonce: string;
  /** Source of everything that VS Code itself serves to the webview, as a policy names it. */
  source: string;
  language: string;
  title: string;
  style: Part;
  script: Part;
  /** What the script finds in the element `#first`: any JSON. */
  first?: unknown;
  /** Whether the page shows any: those that the panel may read. */
  pictures: boolean;
  /** Address of the bundle that draws diagrams, loaded by the page when it has one. */
  diagrams?: string;
}

/** A panel's document: our own script and style, pictures where there are any, and nothing else. */
export function panelDocument({ nonce, source, language, title, style, script, first, pictures, diagrams }: PanelDocument): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${'text' in style ? `'nonce-${nonce}'` : source}`,
    // Diagrams are drawn in the page, and shown as pictures so that nothing in them runs.
    ...(pictures ? [`img-src ${source}${diagrams === undefined ? '' : ' data:'}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${'text' in style ? `<style nonce="${nonce}">${style.text}</style>` : `<link rel="stylesheet" href="${style.address}">`}
<title>${escapeHtml(title)}</title>
</head>
<body${diagrams === undefined ? '' : ` data-diagrams="${diagrams}"`}>
${first === undefined ? '' : `<script type="application/json" id="first">${withoutTags(first)}</script>\n`}\
${'text' in script ? `<script nonce="${nonce}">${script.text}</script>` : `<script nonce="${nonce}" src="${script.address}"></script>`}
</body>
</html>`;
}

/** JSON in which nothing ends the element it lies in, or begins another. */
function withoutTags(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
