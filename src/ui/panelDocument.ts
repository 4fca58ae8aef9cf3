import { escapeHtml } from '../common/html';

/** Where a panel's document finds what it is made of. Addresses as the webview loads them. */
export interface PanelDocument {
  /** Random, for this document only. */
  nonce: string;
  /** Source of everything that VS Code itself serves to the webview, as a policy names it. */
  source: string;
  language: string;
  title: string;
  style: string;
  script: string;
  /** Whether the page shows any: those that the panel may read. */
  pictures: boolean;
  /** The bundle that draws diagrams, loaded by the page when it has one. */
  diagrams?: string;
}

/** A panel's document: our own script and style, pictures where there are any, and nothing else. */
export function panelDocument({ nonce, source, language, title, style, script, pictures, diagrams }: PanelDocument): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
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
<link rel="stylesheet" href="${style}">
<title>${escapeHtml(title)}</title>
</head>
<body${diagrams === undefined ? '' : ` data-diagrams="${diagrams}"`}>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
