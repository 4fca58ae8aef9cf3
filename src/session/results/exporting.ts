import { readFile, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { Entry } from '../../progress/entry';
import { csv } from '../../progress/export/csv';
import type { Evidence, ShownFile } from '../../progress/export/evidence';
import { junitOfEvidence } from '../../progress/export/junit';
import { portfolioHtml } from '../../progress/export/portfolioHtml';
import { portfolioMarkdown } from '../../progress/export/portfolioMarkdown';
import { xapi } from '../../progress/export/xapi';
import { evidenceOf, type EvidenceSources } from './evidence';

export const exportFormats = ['portfolio', 'csv', 'junit', 'xapi'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedFile {
  /** What it is usually called. */
  name: string;
  content: string;
}

export interface ExportSources extends EvidenceSources {
  entries: readonly Entry[];
  /** Shown in a portfolio; others leave them out. */
  files: readonly ShownFile[];
}

/** What an export consists of: of a portfolio two files, the first of them to be looked at; of others one. */
export function exportFiles(format: ExportFormat, sources: ExportSources): ExportedFile[] {
  const evidence: Evidence = evidenceOf(sources);
  switch (format) {
    case 'portfolio':
      return [
        { name: 'ai-labs-portfolio.html', content: portfolioHtml(evidence, sources.files) },
        { name: 'ai-labs-portfolio.md', content: portfolioMarkdown(evidence, sources.files) },
      ];
    case 'csv':
      return [{ name: 'ai-labs.csv', content: csv(evidence) }];
    case 'junit':
      return [{ name: 'ai-labs.xml', content: junitOfEvidence(evidence) }];
    case 'xapi':
      return [{ name: 'ai-labs-xapi.json', content: `${JSON.stringify(xapi(evidence, sources.entries), null, 2)}\n` }];
  }
}

/** Whether a text can be the address in an xAPI `mbox` (`mailto:…`): one @, and nothing that would end or change the IRI. */
export function isEmail(text: string): boolean {
  return /^[^\s@<>:]+@[^\s@<>:]+$/.test(text);
}

/** A portfolio is read by people: no file of it is longer. In bytes. */
const longestFile = 200_000;

/**
 * A text file of the learner's, for a portfolio. `shown`: the name it gets there. Throws UserErrors with the codes
 * `file-missing` and `file-not-shown` (too large, or no text).
 */
export async function readShownFile(file: string, shown: string): Promise<ShownFile> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new UserError(l10n.t('There is no file {0}.', file), { code: 'file-missing', action: { label: l10n.t('Choose another file'), text: l10n.t('Choose another file.') } });
  }
  const bytes = found.size > longestFile ? undefined : await readFile(file);
  if (!bytes || bytes.includes(0)) {
    const why = bytes
      ? l10n.t('{0} is not a text file, so the portfolio cannot show it.', shown)
      : l10n.t('{0} is larger than {1} kB, so the portfolio cannot show it.', shown, longestFile / 1000);
    throw new UserError(why, {
      code: 'file-not-shown',
      action: { label: l10n.t('Choose another file'), text: l10n.t('Choose another file, or leave it out.') },
    });
  }
  return { path: shown, text: bytes.toString('utf8') };
}
