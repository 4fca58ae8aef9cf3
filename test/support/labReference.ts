import { labJsonSchema } from '../../src/curriculum/labJsonSchema';

interface Node {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  oneOf?: Node[];
}

/** Tables of every key of the lab format, from the schema: what stands in docs/lab-format.md. */
export function labReference(): string {
  const lab = labJsonSchema() as Node;
  const service = valueOf(lab.properties?.services);
  const step = lab.properties?.steps?.items;
  const check = step?.properties?.checks?.items;
  return [
    section('A lab', lab),
    section('A service', service),
    section('Its healthcheck', service?.properties?.healthcheck),
    section('Its build, where it is more than a folder', service?.properties?.build?.anyOf?.find((each) => each.properties)),
    section('A step', step),
    section('A check', check),
    section('Its retry', check?.properties?.retry),
    ...(step?.properties?.questions?.items?.oneOf ?? step?.properties?.questions?.items?.anyOf ?? []).map((question) =>
      section(`A question of kind \`${String(question.properties?.kind?.const)}\``, question),
    ),
    section('A script of `prepare`, `setup` and `before`', lab.properties?.setup?.items),
    section('An entry of `files`', lab.properties?.files?.items),
    section('An input', valueOf(lab.properties?.inputs)),
    section('The solution', lab.properties?.solution),
    section('A wrong solution', lab.properties?.solution?.properties?.wrong?.items),
  ].join('\n');
}

function valueOf(record: Node | undefined): Node | undefined {
  return typeof record?.additionalProperties === 'object' ? record.additionalProperties : undefined;
}

function section(title: string, node: Node | undefined): string {
  if (!node?.properties) {
    throw new Error(`The schema has no keys for "${title}".`);
  }
  const rows = Object.entries(node.properties).map(([key, value]) => `| \`${key}\` | ${need(key, value, node)} | ${text(value)} |`);
  return [`### ${title}`, '', '| key | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function need(key: string, value: Node, parent: Node): string {
  if (parent.required?.includes(key)) {
    return '**needed**';
  }
  return value.default === undefined || typeof value.default === 'object' ? '' : `\`${JSON.stringify(value.default).replace(/^"|"$/g, '')}\``;
}

function text(value: Node): string {
  const choices = (value.enum ?? (typeof value.const === 'string' ? [value.const] : [])).map((each) => `\`${String(each)}\``).join(', ');
  return [value.description, choices && !value.description?.includes('`') ? `${value.enum ? 'One of ' : ''}${choices}.` : ''].filter(Boolean).join(' ').replace(/\|/g, '\\|');
}
