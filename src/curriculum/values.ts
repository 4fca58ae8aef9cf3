import * as z from 'zod';
import { named } from './expectation';
import { parseDuration, parseSize } from './units';

/** Kebab-case ids, used for labs, steps, checks and everything of the career path. */
export const idSchema = named(
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits joined by single hyphens, like "first-steps"')
    .max(64)
    .meta({ examples: ['first-steps'] }),
  'a name like "first-steps"',
);

/** A path inside the lab's folder, with forward slashes. Existence and links are checked when the lab is read. */
export const labPathSchema = named(z.string().min(1).max(400).meta({ examples: ['checks/health.py'] }), "a path inside the lab's folder, like \"checks/weights.py\"");

/** An absolute path inside a container. */
export const containerPathSchema = named(
  z
    .string()
    .regex(/^\/[^\0:]*$/, 'must be an absolute path inside the container, like "/etc/app/site.cfg"')
    .refine((path) => !path.split('/').includes('..'), 'must not contain ".."')
    .refine((path) => !isReserved(path), 'must not be a folder that the container needs for itself (/, /proc, /sys, /dev, /run/ai-labs)')
    .meta({ examples: ['/etc/app/site.cfg'] }),
  'an absolute path inside the container, like "/etc/app/site.cfg"',
);

/** `/run/ai-labs` is where checks run, out of the learner's sight. */
function isReserved(path: string): boolean {
  const plain = path.replace(/\/+/g, '/').replace(/(\/\.)+(?=\/|$)/g, '').replace(/\/$/, '');
  return plain === '' || /^\/(proc|sys|dev|run\/ai-labs)(\/|$)/.test(plain);
}

/** A user of an image, by name or number, with a group where wanted: `learner`, `1000:1000`. */
export const userSchema = named(
  z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$/, 'must be a user of the image, like "learner" or "1000:1000"')
    .meta({ examples: ['learner', '1000:1000'] }),
  'a user of the image, like "learner"',
);

/** A regular expression as text. Whether it can be used is checked when the lab is read. */
export const patternSchema = named(z.string().min(1).max(500).meta({ examples: ['^v[0-9]+$'] }), 'a regular expression');

/** A duration as text; becomes milliseconds by `parseDuration`. */
export const durationSchema = named(
  z.string().refine((text) => parseDuration(text) !== undefined, 'must be a duration like "30s", "500ms" or "1m30s"').meta({ examples: ['30s', '1m30s'] }),
  'a duration like "30s", "500ms" or "1m30s"',
  (written) => (/^\d+(\.\d+)?$/.test(written) ? `${written}s` : undefined),
);

/** A size as text; becomes bytes by `parseSize`. */
export const sizeSchema = named(
  z.string().refine((text) => parseSize(text) !== undefined, 'must be a size like "512m" or "2g"').meta({ examples: ['512m', '2g'] }),
  'a size like "512m" or "2g"',
);
