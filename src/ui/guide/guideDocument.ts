/** Where the panel's document finds what it is made of. Addresses as the webview loads them. */
export interface GuideDocument {
  /** Random, for this document only. */
  nonce: string;
  /** Source of everything that VS Code itself serves to the webview, as a policy names it. */
  source: string;
  language: string;
  title: string;
  style: string;
  script: string;
  /** The bundle that draws diagrams, loaded by the page when it has one. */
  diagrams?: string;
}

/** The panel's document: our own script and style, pictures, and nothing else. */
export function guideDocument({ nonce, source, language, title, style, script, diagrams }: GuideDocument): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    // Diagrams are drawn in the page, and shown as pictures so that nothing in them runs.
    `img-src ${source}${diagrams === undefined ? '' : ' data:'}`,
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

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
