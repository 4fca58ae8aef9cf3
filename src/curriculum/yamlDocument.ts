import { Composer, type CST, type Document, Lexer, type Node, Parser, type YAMLError, isMap, isScalar, isSeq } from 'yaml';
import { messageOf } from '../common/errors';
import type { Problem, ProblemSeverity } from './problem';
import { TextPositions, type TextRange, fileStart } from './textRange';
import { type Span, type YamlPart, type YamlPath, findNode, findPathAt, keyText, plainValue, spanOf } from './yamlNodes';
import { decodeText, maxTextBytes, tooLargeMessage, withoutByteOrderMark } from './yamlText';

/**
 * Bounds of what is parsed, far above what people write. Without them a megabyte of brackets overflows the stack of
 * the parser (which V8 may answer by ending the process), and a megabyte of commas takes half a minute.
 */
const maxDepth = 100;
const maxLexemes = 100_000;
const maxAliases = 200;
const maxErrors = 20;

const quote = 34;
const asterisk = 42;
const exclamation = 33;

export interface ProblemExtras {
  severity?: ProblemSeverity;
  fix?: { title: string; newText: string; part?: YamlPart; range?: TextRange };
  related?: Problem['related'];
}

/** A YAML file as data, able to say where each piece of it stands. */
export class YamlDocument {
  /** What went wrong so far: first the parser's findings, then whatever `report` adds. */
  readonly problems: Problem[] = [];
  /** The data; undefined where the text could not be read as YAML (then `problems` says why). */
  value: unknown;
  private document: Document.Parsed | undefined;
  /** At most so many: what is in a text over several lines may look like one. */
  private aliases = 0;
  private tags = 0;

  constructor(
    /** Absolute path, for the problems. */
    readonly file: string,
    private readonly text: string,
    private readonly positions = new TextPositions(text),
  ) {}

  /** Whether the text could be read as YAML at all. */
  get parsed(): boolean {
    return this.document !== undefined;
  }

  /** Where a part stands; what is not there is looked for at the nearest parent that is, by its name. */
  range(path: YamlPath, part: YamlPart = 'value'): TextRange {
    const span = this.span(path, part);
    return span ? this.positions.firstLine(span.start, span.end) : fileStart;
  }

  /** The text of a scalar as it was written, such as `0644` where the data says 644. */
  source(path: YamlPath): string | undefined {
    const node = this.document && findNode(this.document, path)?.value;
    return isScalar(node) ? node.source : undefined;
  }

  /** What stands at a line and column (from 1), with its range. */
  at(line: number, column: number): { path: YamlPath; part: YamlPart; range: TextRange } | undefined {
    const found = this.document && findPathAt(this.document.contents, this.positions.offset(line, column));
    return found && { ...found, range: this.range(found.path, found.part) };
  }

  /**
   * What has to be put where so that a mapping gets another entry (first, or second where it begins with its `id` or
   * `version`), or a list another item at its beginning. Undefined where there is neither, or nothing in it yet.
   */
  insertion(path: YamlPath, addition: string): { newText: string; range: TextRange } | undefined {
    const node = this.document && findNode(this.document, path)?.value;
    if (!isMap(node) && !isSeq(node)) {
      return undefined;
    }
    const [first, second] = isMap(node) ? node.items : [];
    const next = second && first && ['id', 'version'].includes(keyText(first) ?? '') ? second : first;
    const before = spanOf((isMap(node) ? next?.key : node.items[0]) as Node | undefined);
    if (!before) {
      return undefined;
    }
    const { line, column } = this.positions.at(before.start);
    const indent = isMap(node) ? ' '.repeat(column - 1) : `${' '.repeat(Math.max(column - 3, 0))}- `;
    const newText = node.flow ? `${addition}, ` : `${addition}\n${indent}`;
    return { newText, range: { line, column, endLine: line, endColumn: column } };
  }

  report(path: YamlPath, part: YamlPart, code: string, message: string, extras: ProblemExtras = {}): void {
    this.problems.push({
      file: this.file,
      ...this.range(path, part),
      severity: extras.severity ?? 'error',
      code,
      message,
      ...(extras.fix && { fix: { title: extras.fix.title, newText: extras.fix.newText, ...(extras.fix.range ?? this.range(path, extras.fix.part ?? part)) } }),
      ...(extras.related && { related: extras.related }),
    });
  }

  reportAt(range: TextRange, code: string, message: string, related?: Problem['related']): void {
    this.problems.push({ file: this.file, ...range, severity: 'error', code, message, ...(related && { related }) });
  }

  reportSpan(start: number, end: number, code: string, message: string, related?: Problem['related']): void {
    this.reportAt(this.positions.firstLine(start, Math.max(end, start + 1)), code, message, related);
  }

  /** Reads the text. Called once, by `parseYaml`. */
  parse(): void {
    const tokens = this.tokens();
    const document = tokens && this.compose(tokens);
    if (!document || this.problems.length > 0) {
      return;
    }
    const plain = plainValue(document.contents, (key, before, again) => this.reportDuplicate(key, before.range?.[0] ?? 0, spanOf(again)));
    try {
      this.value = this.aliases + this.tags > 0 ? this.resolved(document) : plain;
      this.document = document;
    } catch (error) {
      const reason = messageOf(error).split('\n')[0] ?? '';
      this.reportSpan(0, 1, 'yaml-alias', `Aliases (\`*name\`) cannot be followed: ${reason}. Write the values out.`);
    }
  }

  /** The data with its aliases followed. Throws for too many of them, such that lead nowhere, and circles, which only JSON notices. */
  private resolved(document: Document.Parsed): unknown {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    JSON.stringify(value);
    return value;
  }

  private span(path: YamlPath, part: YamlPart): Span | undefined {
    if (!this.document) {
      return undefined;
    }
    const found = findNode(this.document, path);
    if (!found) {
      return this.span(path.slice(0, -1), 'key');
    }
    const wanted = part === 'key' ? [found.key, found.value] : [found.value, found.key];
    const span = spanOf(wanted[0]) ?? spanOf(wanted[1]);
    return span ?? (path.length > 0 ? this.span(path.slice(0, -1), 'key') : undefined);
  }

  private tokens(): CST.Token[] | undefined {
    const parser = new Parser();
    const tokens: CST.Token[] = [];
    let lexemes = 0;
    for (const lexeme of new Lexer().lex(this.text)) {
      for (const token of parser.next(lexeme)) {
        tokens.push(token);
      }
      const first = lexeme.charCodeAt(0);
      if (first === asterisk) {
        this.aliases += 1;
      } else if (first === exclamation) {
        this.tags += 1;
      }
      // Each escape of a quoted text may become an error of its own.
      lexemes += first === quote ? lexeme.split('\\').length : 1;
      const excess =
        parser.stack.length > maxDepth
          ? `nested more than ${maxDepth} levels deep`
          : lexemes > maxLexemes
            ? 'made of far too many small parts'
            : this.aliases > maxAliases
              ? `using more than ${maxAliases} aliases (\`*name\`)`
              : undefined;
      if (excess) {
        this.reportSpan(parser.offset, parser.offset + lexeme.length, 'yaml-excess', `This file is ${excess}, more than is read. Make it simpler.`);
        return undefined;
      }
    }
    tokens.push(...parser.end());
    return tokens;
  }

  private compose(tokens: CST.Token[]): Document.Parsed | undefined {
    const options = { uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: 'silent' } as const;
    let document: Document.Parsed | undefined;
    for (const next of new Composer(options).compose(tokens, true, this.text.length)) {
      if (document) {
        const [start] = next.range;
        this.reportSpan(start, start + 3, 'yaml-documents', 'This file holds several YAML documents; keep one, without `---` between parts.');
        break;
      }
      document = next;
    }
    for (const error of [...(document?.errors ?? []), ...(document?.warnings ?? [])].slice(0, maxErrors)) {
      this.reportSyntax(error);
    }
    if (document?.contents === null || document === undefined) {
      this.reportAt(fileStart, 'empty-file', 'This file is empty.');
    }
    return document;
  }

  private reportSyntax(error: YAMLError): void {
    const [start, end] = error.pos;
    this.reportSpan(start, end, 'yaml-syntax', `This is not valid YAML: ${error.message.replace(/[.:]?\s*$/, '')}.${adviceFor(error.code)}`);
  }

  private reportDuplicate(key: string, first: number, again: Span | undefined): void {
    const { line, column } = this.positions.at(first);
    const start = again?.start ?? 0;
    this.reportSpan(start, again?.end ?? start, 'duplicate-key', `\`${key}\` is already said on line ${line}. Keep one of them.`, [
      { file: this.file, line, column, message: `The first \`${key}\`.` },
    ]);
  }
}

function adviceFor(code: YAMLError['code']): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return ' Indent with spaces, not tabs.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ' A text that holds `: ` needs quotes around it.';
    case 'BAD_SCALAR_START':
      return ' Put the text in quotes.';
    case 'BAD_INDENT':
    case 'MULTILINE_IMPLICIT_KEY':
      return ' Check how far this line is indented.';
    case 'TAG_RESOLVE_FAILED':
      return ' Tags (`!name`) are not used here.';
    default:
      return '';
  }
}

/**
 * Reads YAML 1.2 from the bytes of a file, or from the text of an editor. Never throws and never hangs: what is too
 * large, too deep, not UTF-8, malformed or says a key twice becomes a problem with its place, and `value` stays
 * undefined where nothing could be made of it.
 *
 * @param file absolute path, used in the problems only
 */
export function parseYaml(file: string, content: Uint8Array | string): YamlDocument {
  if (typeof content === 'string' && content.length > maxTextBytes) {
    return refusedYaml(file, 'too-large', tooLargeMessage(content.length));
  }
  const decoded = typeof content === 'string' ? ({ ok: true, text: withoutByteOrderMark(content) } as const) : decodeText(content);
  if (!decoded.ok) {
    return refusedYaml(file, decoded.code, decoded.message, decoded.range);
  }
  const document = new YamlDocument(file, decoded.text);
  document.parse();
  return document;
}

/** A document that could not be read at all, with the one problem that says why. */
export function refusedYaml(file: string, code: string, message: string, range: TextRange = fileStart): YamlDocument {
  const document = new YamlDocument(file, '');
  document.reportAt(range, code, message);
  return document;
}
