/** As much of a JSON Schema as it takes to say what a key means. */
export interface SchemaNode {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  required?: string[];
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
}

/** What a key means, for somebody who points at it. */
export interface KeyText {
  description: string;
  /** As YAML on one line; undefined where there is none. */
  default?: string;
  example?: string;
  choices: string[];
  /** Nothing works without it. */
  needed: boolean;
}

/** What the schema says of the key at a path, from the top of the file; undefined where it says nothing. */
export function keyText(schema: SchemaNode, path: readonly (string | number)[]): KeyText | undefined {
  let parents: SchemaNode[] = [];
  let nodes = spread(schema);
  for (const step of path) {
    parents = nodes;
    nodes = nodes.flatMap((node) => child(node, step)).flatMap(spread);
  }
  const found = parents.flatMap((node) => child(node, path.at(-1) ?? '')).find(({ description }) => description !== undefined);
  return (
    found && {
      description: found.description ?? '',
      default: found.default === undefined || typeof found.default === 'object' ? undefined : JSON.stringify(found.default),
      example: found.examples?.[0] === undefined ? undefined : JSON.stringify(found.examples[0]),
      choices: (found.enum ?? []).map(String),
      needed: parents.some(({ required }) => required?.includes(String(path.at(-1)))),
    }
  );
}

function spread(node: SchemaNode): SchemaNode[] {
  return [node, ...(node.anyOf ?? []).flatMap(spread), ...(node.oneOf ?? []).flatMap(spread)];
}

function child(node: SchemaNode, step: string | number): SchemaNode[] {
  if (typeof step === 'number') {
    return node.items ? [node.items] : [];
  }
  const own = node.properties && Object.hasOwn(node.properties, step) ? node.properties[step] : undefined;
  return own ? [own] : typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}
