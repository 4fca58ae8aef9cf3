import * as z from 'zod';
import { UserError } from '../../common/errors';
import { hostileBundle } from './refusal';

/** Names in the archive. Everything else is a file of a catalog: `catalogs/<id>/…`. */
export const manifestName = 'manifest.json';
export const imagesName = 'images.tar';
export const catalogsPrefix = 'catalogs/';

/** Version of the format that is written, and the newest that is read. */
const version = 1;
/** Files of labs in one bundle. */
export const mostParts = 50_000;
export const mostManifestBytes = 16 * 1024 ** 2;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(100);

const manifestSchema = z.strictObject({
  format: z.literal('ai-labs-bundle'),
  version: z.literal(version),
  /** ISO 8601 */
  created: z.string().max(40),
  /** What the images run on. Empty where there are none. */
  architecture: z.enum(['', 'amd64', 'arm64']).or(z.string().regex(/^[a-z0-9_]+$/).max(20)),
  labs: z.array(z.strictObject({
    catalog: id,
    id,
    /** Its folder in the catalog's. */
    path: z.string().max(300),
    /** Of all its files, as sessions compare versions of labs. */
    digest,
  })).min(1),
  images: z.array(z.strictObject({
    /** The only name the image is loaded under. */
    reference: z.string().max(300).regex(/^[a-z0-9][\w./:-]*$/i),
    /** As the engine named it that the bundle was made with. */
    id: z.string().max(100),
    bytes: z.int().nonnegative(),
  })),
  parts: z.array(z.strictObject({
    path: z.string().max(400),
    size: z.int().nonnegative(),
    sha256: digest,
    executable: z.literal(true).optional(),
  })).max(mostParts),
});

/** What a bundle says of itself, at its end. */
export type Manifest = z.infer<typeof manifestSchema>;

export function newManifest(content: Omit<Manifest, 'format' | 'version'>): Manifest {
  return { format: 'ai-labs-bundle', version, ...content };
}

/** @throws UserError `bundle-refused`, `bundle-newer` */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw hostileBundle(`its ${manifestName} is no JSON`);
  }
  const said = (value as { format?: unknown; version?: unknown } | null) ?? {};
  if (said.format === 'ai-labs-bundle' && typeof said.version === 'number' && said.version > version) {
    throw new UserError('This bundle was made by a newer version of AI Architect Labs.', {
      code: 'bundle-newer', action: { label: 'Update', text: 'Update the extension, or have the bundle made with your version.' },
    });
  }
  const { data, error } = manifestSchema.safeParse(value);
  if (!data) {
    throw hostileBundle(`its ${manifestName} says at ${error.issues[0]?.path.join('.') || 'its beginning'} what it may not`);
  }
  return data;
}

/** Why a part's name cannot be one of a catalog's file on every system; undefined where it can. */
export function partProblem(path: string): string | undefined {
  const [prefix, catalog, ...rest] = path.split('/');
  const segments = [catalog ?? '', ...rest];
  if (`${prefix}/` !== catalogsPrefix || rest.length === 0 || rest.length > 30) {
    return 'is not a file of a catalog';
  }
  return segments.every(isPlain) ? undefined : 'is no name for a file on every system';
}

/** Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
function isPlain(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\u0000-\u001f\u007f\\:*?"<>|]|[. ]$/.test(segment) && !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment);
}
