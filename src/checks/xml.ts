/** What a reader of XML comes across, in order. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Readonly<Record<string, string>>; empty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string };

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Five entities and numbers; what else is written as one stays as it is, so that nothing grows and nothing is fetched. */
function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) {
      return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    }
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** More of a tag's attributes is not looked at. */
const longestTag = 8000;

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', one, two] of text.slice(0, longestTag).matchAll(/([\w:.-]{1,100})\s{0,10}=\s{0,10}(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[name] = decode(one ?? two ?? '');
  }
  return attributes;
}

/** Place of the `>` that ends the tag or DOCTYPE whose `<` stands before `from`, quotes and a DOCTYPE's brackets respected; -1 where there is none. */
function endOf(xml: string, from: number): number {
  const bracketed = xml[from] === '!';
  let quote = '';
  let brackets = 0;
  for (let at = from; at < xml.length; at += 1) {
    const char = xml.charAt(at);
    if (quote !== '') {
      quote = char === quote ? '' : quote;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (bracketed && char === '[') {
      brackets += 1;
    } else if (bracketed && char === ']') {
      brackets -= 1;
    } else if (char === '>' && brackets <= 0) {
      return at;
    }
  }
  return -1;
}

/**
 * Reads XML that a program wrote, in one pass, whatever is in it: comments, processing instructions and document types
 * are passed over, text of CDATA is text, no entity but XML's own is expanded. Ends where a construct does not.
 */
export function* readXml(xml: string): Generator<XmlEvent> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    const text = xml.slice(at, open < 0 ? undefined : open);
    if (text) {
      yield { kind: 'text', text: decode(text) };
    }
    if (open < 0) {
      return;
    }
    const special = ([['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']] as const).find(([begin]) => xml.startsWith(begin, open));
    const end = special ? xml.indexOf(special[1], open + special[0].length) : endOf(xml, open + 1);
    if (end < 0) {
      return;
    }
    at = end + (special ? special[1].length : 1);
    if (special) {
      if (special[1] === ']]>') {
        yield { kind: 'text', text: xml.slice(open + special[0].length, end) };
      }
      continue;
    }
    const tag = xml.slice(open + 1, end);
    const name = /^\/?([\w:.-]{1,100})/.exec(tag)?.[1];
    if (name !== undefined) {
      yield tag.startsWith('/')
        ? { kind: 'close', name }
        : { kind: 'open', name, attributes: attributesOf(tag.slice(name.length)), empty: tag.endsWith('/') };
    }
  }
}
