/** One form for the names that engines give an image: `postgres:16`, whatever registry is said where it is the usual one. */
export function plainReference(reference: string): string {
  const plain = reference.replace(/^(docker\.io|index\.docker\.io|localhost)\//, '').replace(/^library\//, '');
  return plain.lastIndexOf(':') > plain.lastIndexOf('/') ? plain : `${plain}:latest`;
}

const spellings: Partial<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** One form for what engines call a processor. */
export function plainArchitecture(name: string): string {
  return spellings[name] ?? name;
}
