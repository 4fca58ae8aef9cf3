import { visible } from './visible';

export type CsvField = string | number | boolean | undefined;

/** Lines of RFC 4180, each ended by CR LF, for spreadsheets. */
export function csvLines(rows: readonly (readonly CsvField[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/**
 * A field of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it, because titles, names and
 * messages come from others (the wide forms of these signs are taken for them where those are typed).
 */
function csvField(value: CsvField): string {
  const text = visible(String(value ?? ''));
  const plain = typeof value === 'string' && /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
}
