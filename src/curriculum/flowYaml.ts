/** A value as YAML on one line, in quotes only where it would be read as something else. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flowYaml).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, each]) => `${key}: ${flowYaml(each)}`).join(', ')}}`;
  }
  const isPlain = typeof value === 'string' && /^[A-Za-z](?:[\w ./-]|:(?=\S))*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value) && !value.endsWith(' ');
  return isPlain ? value : JSON.stringify(value);
}
