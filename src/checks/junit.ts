import type { Criterion } from '../common/verdict';

const mostCriteria = 500;
const longestText = 2000;
/** More of a tag or a text is not looked at, so that searching in it stays quick. */
const longestSearch = 3000;

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) {
      return entities[name] ?? whole;
    }
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.slice(0, longestSearch).matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, one, two]) => [name ?? '', decode(one ?? two ?? '')]));
}

/** Text between tags, CDATA included. */
function textOf(xml: string): string {
  return xml
    .slice(0, longestSearch)
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : decode(part.replace(/<[^>]*>/g, ''))))
    .join('')
    .trim();
}

/** Place of the `>` that ends a tag, quotes respected; -1 where there is none. */
function endOfTag(xml: string, from: number): number {
  let quote = '';
  for (let at = from; at < xml.length; at += 1) {
    const char = xml.charAt(at);
    if (quote !== '') {
      quote = char === quote ? '' : quote;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return at;
    }
  }
  return -1;
}

/** The first `<failure>` or `<error>` of a test case: its attributes and what it holds. */
function failureOf(body: string): { kind: string; message?: string; text: string } | undefined {
  const open = /<(failure|error)\b/.exec(body);
  const kind = open?.[1];
  const end = open ? endOfTag(body, open.index) : -1;
  if (!open || !kind || end < 0) {
    return undefined;
  }
  const attributes = body.slice(open.index, end);
  const close = attributes.endsWith('/') ? end : body.indexOf(`</${kind}>`, end);
  return { kind, message: attributesOf(attributes)['message'], text: textOf(body.slice(end + 1, close < 0 ? undefined : Math.max(close, end + 1))) };
}

function criterionOf(attributes: Record<string, string>, body: string): Criterion {
  const name = attributes['name'] || 'a test';
  const group = attributes['classname'];
  const criterion: Criterion = { criterion: group && group !== name ? `${group}: ${name}` : name, passed: true };
  const failure = failureOf(body);
  if (failure) {
    criterion.passed = false;
    criterion.found = (failure.message || failure.text || failure.kind).slice(0, longestText);
  }
  const line = Number(attributes['line']);
  if (attributes['file'] && !attributes['file'].startsWith('/') && !attributes['file'].split(/[/\\]/).includes('..')) {
    criterion.file = attributes['file'];
    if (Number.isSafeInteger(line) && line >= 1) {
      criterion.line = line;
    }
  }
  return criterion;
}

/**
 * The test cases of a JUnit XML report as criteria, for checks with `format: junit` (`pytest --junitxml="$LAB_REPORT"`).
 * Skipped ones pass. Reads what is there of a report that was cut; nothing in it makes this throw, and no entity but
 * XML's own is expanded.
 * Format: https://github.com/testmoapp/junitxml
 */
export function criteriaOfJunit(xml: string): Criterion[] {
  const criteria: Criterion[] = [];
  const plain = withoutComments(xml);
  let at = 0;
  while (criteria.length < mostCriteria) {
    const start = plain.indexOf('<testcase', at);
    const end = start < 0 ? -1 : endOfTag(plain, start);
    if (end < 0) {
      break;
    }
    const attributes = plain.slice(start + '<testcase'.length, end);
    at = end + 1;
    let body = '';
    if (!attributes.endsWith('/')) {
      const close = plain.indexOf('</testcase>', at);
      body = plain.slice(at, close < 0 ? undefined : close);
      at += body.length;
    }
    criteria.push(criterionOf(attributesOf(attributes), body));
  }
  return criteria;
}

function withoutComments(xml: string): string {
  const [first = '', ...rest] = xml.split('<!--');
  return first + rest.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '')).join('');
}
