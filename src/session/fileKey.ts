import { createHash } from 'node:crypto';

/** A file name for a lab's identity (`<catalog>/<id>`): readable, the same everywhere, and different for different labs. */
export function fileKey(identity: string): string {
  const separator = identity.lastIndexOf('/');
  const plain = `${identity.slice(separator + 1)}@${identity.slice(0, Math.max(separator, 0))}`;
  const safe = plain.replace(/[^A-Za-z0-9._@-]/g, '-').slice(0, 100);
  return safe === plain && !/[A-Z]/.test(plain) ? plain : `${safe}-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
}
