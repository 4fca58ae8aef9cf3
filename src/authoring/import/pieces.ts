/** A stretch of a Markdown page: lines of text, or a fenced block. */
export type Piece =
  | { kind: 'text'; line: number; lines: string[] }
  | {
      kind: 'fence';
      /** Of the opening fence, from 1. */
      line: number;
      /** What stands before the fence: indentation, quotation marks. */
      indent: string;
      marker: string;
      info: string;
      body: string[];
      /** What touches the closing fence, braces included: `{{exec}}`. */
      suffix: string;
    };

/** Cuts a page at its fences (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). One that never ends goes to the end of the page. */
export function piecesOf(text: string): Piece[] {
  const lines = text.split('\n');
  const pieces: Piece[] = [];
  let open: { line: number; lines: string[] } | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const [, indent = '', marker = '', info = ''] = /^((?:\s|>)*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marker === '' || (marker.startsWith('`') && info.includes('`'))) {
      open ??= { line: index + 1, lines: [] };
      open.lines.push(line);
      continue;
    }
    pieces.push(...(open ? [{ kind: 'text' as const, ...open }] : []));
    open = undefined;
    const fence = { kind: 'fence' as const, line: index + 1, indent, marker, info: info.trim(), body: [] as string[], suffix: '' };
    for (index += 1; index < lines.length; index++) {
      const inside = lines[index] ?? '';
      const closing = /^(?:\s|>)*(`{3,}|~{3,})\s*(\{\{[^{}]*\}\})?\s*$/.exec(inside);
      if (closing?.[1]?.startsWith(marker)) {
        fence.suffix = closing[2] ?? '';
        break;
      }
      fence.body.push(inside);
    }
    pieces.push(fence);
  }
  return open ? [...pieces, { kind: 'text', ...open }] : pieces;
}

/** Applies a change to what of a line stands outside of `code`. */
export function outsideCode(line: string, change: (text: string) => string): string {
  return line.split(/(`+[^`]*`+)/).map((part, index) => (index % 2 === 0 ? change(part) : part)).join('');
}
