import type { Document, Node } from 'yaml';
import { flowYaml } from '../../curriculum/flowYaml';

/** A replacement in a text, by offsets. */
export interface TextEdit {
  start: number;
  end: number;
  newText: string;
}

type Item = Readonly<Record<string, string>>;

/**
 * Puts one more item at the end of a list, as text where it is written in lines, so that nothing else moves and every
 * comment stays where it is. A list in brackets is written anew by the document, which keeps comments, too.
 *
 * @param path of the list; its mapping must be there, the list need not
 */
export async function appendItem(text: string, document: Document.Parsed, path: readonly (string | number)[], item: Item): Promise<TextEdit> {
  const { isMap, isNode, isSeq } = await import('yaml');
  const list = document.getIn(path, true);
  const owner = document.getIn(path.slice(0, -1), true) as Node | undefined;
  if (isSeq(list) && !list.flow && list.items.length > 0) {
    const indent = dashColumn(text, list.items[0] as Node);
    if (indent !== undefined) {
      return insertion(text, endOf(text, list), itemLines(item, indent));
    }
  } else if (list === undefined && isMap(owner) && !owner.flow && owner.items.length > 0) {
    const indent = columnOf(text, owner.items[0]?.key as Node);
    return insertion(text, endOf(text, owner), [`${' '.repeat(indent)}${String(path.at(-1))}:`, ...itemLines(item, indent + 2)]);
  }
  if (isSeq(list)) {
    list.add(document.createNode(item));
  } else {
    const made = document.createNode([item]);
    made.commentBefore = isNode(list) ? list.comment : undefined;
    document.setIn(path, made);
  }
  return { start: 0, end: text.length, newText: document.toString({ lineWidth: 0, flowCollectionPadding: false }) };
}

function itemLines(item: Item, indent: number): string[] {
  return Object.entries(item).map(([key, value], index) => `${' '.repeat(indent)}${index === 0 ? '- ' : '  '}${key}: ${flowYaml(value)}`);
}

/** New lines behind the line that ends at an offset, with the text's own line ends. */
function insertion(text: string, at: number, lines: readonly string[]): TextEdit {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return { start: at, end: at, newText: lines.map((line) => end + line).join('') };
}

/** The end of the last line of a node: a comment behind it on that line stays there. */
function endOf(text: string, node: Node): number {
  const value = text.slice(0, node.range?.[1] ?? 0).trimEnd().length;
  const line = text.slice(value).search(/\r?\n/);
  return line < 0 ? text.length : value + line;
}

function columnOf(text: string, node: Node): number {
  const start = node.range?.[0] ?? 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/** How far the dash before an item is indented; undefined where it does not begin its line. */
function dashColumn(text: string, item: Node): number | undefined {
  const start = item.range?.[0] ?? 0;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^( *)-\s+$/.exec(line)?.[1]?.length;
}
