import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';

/**
 * Splits a command written as one string into its words, as Compose does: quotes and backslashes of the shell, but
 * no variables, globs or operators. Source: https://docs.docker.com/reference/compose-file/services/#command
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    if (quote === "'") {
      if (char === "'") {
        quote = '';
      } else {
        word += char;
      }
    } else if (char === '\\') {
      const next = text[++index] ?? '';
      // Inside double quotes a backslash only escapes what is special there.
      word =
        (word ?? '') + (quote === '"' && !'"\\$`\n'.includes(next) ? `\\${next}` : next === '\n' ? '' : next);
    } else if (quote === '"') {
      if (char === '"') {
        quote = '';
      } else {
        word += char;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote) {
    throw new UserError(l10n.t('The command `{0}` has an open {1} quote.', text, quote), {
      code: 'lab-invalid',
      action: { label: l10n.t('Edit Lab'), text: l10n.t('Close the quote in lab.yaml, or write the command as a list.') },
    });
  }
  if (word !== undefined) {
    words.push(word);
  }
  return words;
}

/** A command of Compose, either way it can be written. */
export function commandWords(command: string | string[] | undefined): string[] | undefined {
  return typeof command === 'string' ? shellWords(command) : command;
}
