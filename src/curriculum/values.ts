import * as z from 'zod';
import { named } from './expectation';

/** Kebab-case ids, used for labs, steps, checks and everything of the career path. */
export const idSchema = named(
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits joined by single hyphens, like "first-steps"')
    .max(64),
  'a name like "first-steps"',
);

/** A path inside the lab's folder, with forward slashes. Existence and links are checked when the lab is read. */
export const labPathSchema = named(z.string().min(1).max(400), "a path inside the lab's folder, like \"checks/weights.py\"");

/** An absolute path inside a container. */
export const containerPathSchema = named(
  z
    .string()
    .regex(/^\/[^\0:]*$/, 'must be an absolute path inside the container, like "/etc/app/site.cfg"')
    .refine((path) => !path.split('/').includes('..'), 'must not contain ".."')
    .refine((path) => !isReserved(path), 'must not be a folder that the container needs for itself (/, /proc, /sys, /dev, /run/ai-labs)'),
  'an absolute path inside the container, like "/etc/app/site.cfg"',
);

/** `/run/ai-labs` is where checks run, out of the learner's sight. */
function isReserved(path: string): boolean {
  const plain = path.replace(/\/+/g, '/').replace(/(\/\.)+(?=\/|$)/g, '').replace(/\/$/, '');
  return plain === '' || /^\/(proc|sys|dev|run\/ai-labs)(\/|$)/.test(plain);
}

/** A user of an image, by name or number, with a group where wanted: `learner`, `1000:1000`. */
export const userSchema = named(
  z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$/, 'must be a user of the image, like "learner" or "1000:1000"'),
  'a user of the image, like "learner"',
);

/** A regular expression as text. Whether it can be used is checked when the lab is read. */
export const patternSchema = named(z.string().min(1).max(500), 'a regular expression');

const units: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a Compose duration ("1m30s", "500ms"), or undefined where it is none.
 * Format: https://docs.docker.com/reference/compose-file/extension/#specifying-durations
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return total;
}

/** A duration as text; becomes milliseconds by `parseDuration`. */
export const durationSchema = named(
  z.string().refine((text) => parseDuration(text) !== undefined, 'must be a duration like "30s", "500ms" or "1m30s"'),
  'a duration like "30s", "500ms" or "1m30s"',
  (written) => (/^\d+(\.\d+)?$/.test(written) ? `${written}s` : undefined),
);

const sizes: Record<string, number> = { b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 };

/**
 * Bytes of a Compose size ("512m", "2gb"), or undefined where it is none.
 * Format: https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)(b|k|kb|m|mb|g|gb)$/i.exec(text);
  return match ? Number(match[1]) * (sizes[(match[2] ?? '').toLowerCase()] ?? 0) : undefined;
}

/** A size as text; becomes bytes by `parseSize`. */
export const sizeSchema = named(
  z.string().refine((text) => parseSize(text) !== undefined, 'must be a size like "512m" or "2g"'),
  'a size like "512m" or "2g"',
);
