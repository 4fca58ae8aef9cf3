import type { Draft } from './draft';
import { convertLine, type PageContext } from './pageText';
import { type Piece, piecesOf } from './pieces';

/** A page of a Killercoda or Katacoda scenario, as a guide has it. */
export interface ScenarioPage {
  text: string;
  /** Of its first heading. */
  title?: string;
  /** What was folded away in `<details>`. */
  hints: string[];
}

/**
 * Converts a page. `folds`: whether what is folded away becomes hints; else it stays in the page.
 * Suffixes touch the closing backticks: `{{exec}}`, `{{execute T1 interrupt}}`, `{{copy}}`, `{{open}}`, `{{}}`. Any other
 * braces are the author's text: Helm, Jinja and Go write such.
 */
export function scenarioPage(text: string, context: PageContext, folds: boolean): ScenarioPage {
  const page = new Page(context, folds);
  for (const piece of piecesOf(text)) {
    if (piece.kind === 'fence') {
      page.fence(piece);
    } else {
      page.text(piece);
    }
  }
  return page.end();
}

/** Nobody writes longer ones by hand, and what looks for patterns in a line takes its time. */
const longestLine = 20_000;

type Suffix = { kind: 'run' | 'copy' | 'open' | 'none'; interrupt: boolean; typedOnly: boolean; elsewhere?: string };

/** Undefined for braces that are no suffix. */
function suffixOf(braces: string): Suffix | undefined {
  const [first = '', ...words] = braces.slice(2, -2).trim().split(/\s+/);
  const kind = ({ exec: 'run', execute: 'run', copy: 'copy', open: 'open', '': 'none' } as const)[first];
  if (kind === undefined || words.some((word) => !/^(T\d+|HOST\d+|interrupt|no-newline)$/i.test(word))) {
    return undefined;
  }
  const has = (name: string): boolean => words.some((word) => word.toLowerCase() === name);
  return { kind, interrupt: has('interrupt'), typedOnly: has('no-newline'), elsewhere: words.find((word) => /^(T|HOST)(?!1$)\d+$/i.test(word)) };
}

class Page {
  private readonly lines: string[] = [];
  private readonly hints: string[] = [];
  /** What is folded away just now. */
  private fold?: { depth: number; lines: string[] };
  /** Commands of the paragraph that get a block of their own behind it. */
  private pending: string[] = [];
  private comment = false;
  private title?: string;

  constructor(
    private readonly context: PageContext,
    private readonly folds: boolean,
  ) {}

  fence({ line, indent, marker, info, body, suffix: braces }: Piece & { kind: 'fence' }): void {
    this.flush('');
    const { draft, file } = this.context;
    const suffix = suffixOf(braces);
    if (braces !== '' && !suffix) {
      draft.losses.missing(file, line, `${braces} behind this block means nothing to a lab.`);
    }
    const [, language = '', highlight] = /^([^\s{]*)\s*(\{[^}]*\})?/.exec(info) ?? [];
    if (highlight !== undefined) {
      draft.losses.missing(file, line, `The lines ${highlight} of this block are no longer highlighted.`);
    }
    const words = this.words(suffix, language, line);
    this.put(`${indent}${marker}${words}`, ...body.map((each) => this.traffic(each, line)), `${indent}${marker}`);
  }

  text({ line: from, lines }: Piece & { kind: 'text' }): void {
    lines.forEach((line, index) => {
      if (line.length > longestLine) {
        this.context.draft.losses.missing(this.context.file, from + index, 'This line is too long to be converted: it stays as it is.');
        this.put(line);
      } else {
        this.line(this.withoutComments(line, from + index), from + index);
      }
    });
    this.flush('');
  }

  end(): ScenarioPage {
    if (this.fold) {
      this.closeFold();
    }
    return { text: `${this.lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`, title: this.title, hints: this.hints };
  }

  /** What stands behind an opening fence. */
  private words(suffix: Suffix | undefined, language: string, line: number): string {
    const { losses } = this.context.draft;
    const shell = /^(sh|bash|shell|console|)$/.test(language);
    if (suffix?.kind === 'run') {
      if (suffix.elsewhere !== undefined) {
        losses.changed(this.context.file, line, `This block ran in ${suffix.elsewhere}: a lab has one terminal and one machine here. Open a second terminal for it.`);
      }
      if (suffix.typedOnly) {
        losses.changed(this.context.file, line, 'This block was typed without Enter: it can be copied now.');
        return language || 'sh no-run';
      }
      return `${language === 'bash' ? 'bash' : 'sh'}${suffix.interrupt ? ' interrupt' : ''}`;
    }
    // A block that only shows something has a Run button in a guide unless it says otherwise.
    return shell && language !== '' ? `${language} no-run${suffix?.kind === 'none' ? ' no-copy' : ''}` : language;
  }

  private line(line: string, number: number): void {
    const [before = '', opened] = split(line, /<details[^>]{0,200}>/i);
    if (opened !== undefined) {
      this.line(before, number);
      this.fold = { depth: (this.fold?.depth ?? 0) + 1, lines: this.fold?.lines ?? [] };
      if (this.fold.depth === 1) {
        this.context.draft.losses.changed(this.context.file, number, this.folds ? 'What was folded away here is a hint of the step.' : 'What was folded away here is shown.');
      }
      this.line(opened, number);
      return;
    }
    const [inside = '', closed] = split(line, /<\/details>/i);
    if (closed !== undefined && this.fold) {
      this.line(inside, number);
      this.flush('');
      this.fold.depth -= 1;
      if (this.fold.depth === 0) {
        this.closeFold();
      }
      this.line(closed, number);
      return;
    }
    const plain = line.replace(/<summary>(.{0,500}?)<\/summary>/gi, (_whole, words: string) => `**${words.replace(/<[^>]*>|\*\*/g, '').trim() || 'More'}**\n`);
    plain.split('\n').forEach((each) => this.plainLine(each, number));
  }

  private plainLine(line: string, number: number): void {
    if (line.trim() === '') {
      this.flush(line);
      return;
    }
    this.title ??= /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]?.replace(/[`*]/g, '');
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    let command: string | undefined;
    const shown = line.replace(/(?<!`)(`+)([^`]+)\1(\{\{[^{}]{0,60}\}\})/g, (whole, ticks: string, code: string, braces: string) => {
      const suffix = suffixOf(braces);
      if (!suffix) {
        return whole;
      }
      if (suffix.kind === 'run') {
        command = code;
        this.pending.push(`${indent}\`\`\`${this.words(suffix, '', number)}\n${indent}${this.traffic(code.trim(), number)}\n${indent}\`\`\``);
      } else if (suffix.kind === 'open') {
        return `[${ticks}${code}${ticks}](file:${this.pathInFolder(code.trim(), number)})`;
      } else if (suffix.kind === 'copy') {
        this.context.draft.losses.changed(this.context.file, number, 'A copy button within a line has become plain code.');
      }
      return `${ticks}${code}${ticks}`;
    });
    // A line that was a command and nothing else is its block now.
    const alone = command !== undefined && line.trim() === line.trim().match(/^(`+)[^`]+\1\{\{[^{}]*\}\}$/)?.[0];
    if (!alone) {
      this.put(convertLine(this.traffic(shown, number), number, this.context));
    }
  }

  /** Links to what a machine serves. Ports that are spoken of are published. */
  private traffic(text: string, line: number): string {
    const { draft, file } = this.context;
    const publish = (port: string): string => {
      draft.ports.add(Number(port));
      return port;
    };
    const known = (port: string): boolean => Number(port) >= 1 && Number(port) <= 65_535;
    const old = text
      .replace(/https?:\/\/\[\[HOST_SUBDOMAIN\]\]-(\d{1,5})-\[\[KATACODA_HOST\]\][\w.-]*/g, '{{TRAFFIC_HOST1_$1}}')
      .replace(/\[\[HOST_SUBDOMAIN\]\]-(\d{1,5})-\[\[KATACODA_HOST\]\][\w.-]*/g, '{{TRAFFIC_HOST1_$1}}');
    return old
      .replace(/\]\(\s*(?:https?:\/\/)?\{\{TRAFFIC_HOST1_(\d{1,5})\}\}/g, (whole, port: string) => (known(port) ? `](port:lab:${publish(port)}` : whole))
      .replace(/(?:https?:\/\/)?\{\{TRAFFIC_HOST1_(\d{1,5})\}\}/g, (whole, port: string) => (known(port) ? `{{url.lab.${publish(port)}}}` : whole))
      .replace(/\[([^\]]*)\]\(\s*\{\{TRAFFIC_SELECTOR\}\}\s*\)/g, (_whole, words: string) => {
        draft.losses.changed(file, line, 'The link to a list of all ports has become words: a lab\'s ports are opened by “AI Labs: Open Port”.');
        return words;
      })
      .replace(/\{\{TRAFFIC_[A-Z0-9_]*\}\}|\[\[[A-Z_]{4,}\]\]/g, (whole) => {
        draft.losses.missing(file, line, `${whole} has no counterpart: it stays as it is written.`);
        return whole;
      });
  }

  private pathInFolder(name: string, line: number): string {
    const { workspace } = this.context.draft;
    const inside = name.startsWith(`${workspace}/`) ? name.slice(workspace.length + 1) : name.replace(/^(~|\.)\//, '');
    if (inside.startsWith('/') || inside.split('/').includes('..')) {
      this.context.draft.losses.missing(this.context.file, line, `${name} was opened by a click; it does not lie in the learner's folder.`);
      return inside.replace(/^\/+|\.\.\//g, '');
    }
    return inside;
  }

  private withoutComments(line: string, number: number): string {
    const wasInside = this.comment;
    let text = '';
    let at = 0;
    while (at < line.length) {
      const next = line.indexOf(this.comment ? '-->' : '<!--', at);
      text += this.comment ? '' : line.slice(at, next < 0 ? undefined : next);
      if (next < 0) {
        break;
      }
      at = next + (this.comment ? 3 : 4);
      this.comment = !this.comment;
    }
    if (!wasInside && text !== line) {
      this.context.draft.losses.changed(this.context.file, number, 'An HTML comment is left out: a guide would show it.');
    }
    return text;
  }

  private put(...lines: string[]): void {
    (this.fold?.lines ?? this.lines).push(...lines);
  }

  /** Ends a paragraph: its commands follow it. */
  private flush(line: string): void {
    for (const block of this.pending) {
      this.put('', ...block.split('\n'));
    }
    this.pending = [];
    this.put(line);
  }

  private closeFold(): void {
    const text = (this.fold?.lines ?? []).join('\n').replace(/\n{3,}/g, '\n\n').trim();
    this.fold = undefined;
    if (text !== '' && this.folds) {
      this.hints.push(text);
    } else if (text !== '') {
      this.put('', ...text.split('\n'), '');
    }
  }
}

function split(line: string, at: RegExp): [string, string?] {
  const found = at.exec(line);
  return found ? [line.slice(0, found.index), line.slice(found.index + found[0].length)] : [line];
}

/** Whether a page or script asks for what only a virtual machine of the provider has. */
export function tellOfMachine(text: string, file: string, { losses }: Draft): void {
  const lines = text.split('\n');
  const first = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line)) + 1;
  const docker = first(/^\s*(?:`+\s*)?(?:sudo\s+)?docker(?:-compose)?\s/);
  if (docker > 0) {
    losses.missing(file, docker, 'This machine has no Docker. Say `engine: true` and `image: ai-labs/podman` for a container engine inside.');
  }
  const systemd = first(/\b(?:systemctl|service)\s+(?:start|stop|restart|enable|status)\b|\bsystemctl\s/);
  if (systemd > 0) {
    losses.missing(file, systemd, 'This machine has no systemd: start services as programs.');
  }
}
