import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Engine, ImageFacts } from '../../engines/engine';
import { imageNeeds } from '../../session/start/spec';
import { prefetch } from '../prefetch';
import { BundleWriter, unwritableBundle } from './bundleWriter';
import { collect } from './collect';
import { imagesName, manifestName, newManifest } from './manifest';
import { plainArchitecture, plainReference } from './references';

export interface MakeOptions {
  /** Absolute. */
  file: string;
  labs: readonly Lab[];
  engine: Engine;
  /** Whether a file of that name may be replaced. */
  replace?: boolean;
  onEstimate?: (estimate: Estimate) => void;
  /** A sentence for a person; the fraction from 0 to 1 once it is known. */
  onProgress?: (message: string, fraction?: number) => void;
  signal?: AbortSignal;
}

export interface Estimate {
  /** Of the file, about. */
  bytes: number;
  labs: number;
  images: number;
}

export interface MadeBundle extends Estimate {
  file: string;
  references: string[];
}

interface Image {
  reference: string;
  facts: ImageFacts;
}

/**
 * Writes labs, and all images they start from, to one file: images that are not there are built or pulled first. Nothing of
 * the file is there until all of it is. Rejects with CancelledError and UserErrors (`bundle-exists`, `bundle-images`,
 * `bundle-by-digest`, `bundle-link`, `disk-full`, …, and the engine's).
 */
export async function makeBundle({ file, labs, engine, replace, onEstimate, onProgress, signal }: MakeOptions): Promise<MadeBundle> {
  if (existsSync(file) && !replace) {
    throw new UserError(`${file} is there already.`, { code: 'bundle-exists', action: { label: 'Choose another file', text: 'Name another file, or say --force to replace it.' } });
  }
  refuseDigests(labs);
  await makeImages(labs, engine, onProgress, signal);
  const plans = await engine.planImages(labs.flatMap((lab) => imageNeeds(lab, lab.folder).sources), signal);
  const images = await describe(engine, [...new Set(plans.map(({ reference }) => reference))], signal);
  const { labs: described, files } = await collect(labs, plans.flatMap(({ folders }) => folders));
  const layers = new Map(images.flatMap(({ facts }) => facts.layers.map(({ id, bytes }) => [id, bytes] as const)));
  const imageBytes = sum(layers.values());
  const estimate = { bytes: imageBytes + sum([...files.values()].map(({ bytes }) => bytes)), labs: labs.length, images: images.length };
  await refuseFullDisk(file, estimate.bytes);
  onEstimate?.(estimate);

  const writer = await BundleWriter.open(file);
  try {
    for (const [name, { source }] of files) {
      await writer.addFile(name, source, signal);
    }
    if (images.length > 0) {
      let done = 0;
      onProgress?.('Asking the engine for the images', 0);
      const onBytes = (count: number): void => {
        done += count;
        onProgress?.(`Writing images: ${megabytes(done)} of about ${megabytes(imageBytes)} MB`, Math.min(1, done / Math.max(1, imageBytes)));
      };
      await writer.add(imagesName, await engine.exportImages(images.map(({ reference }) => reference), signal), { onBytes, signal });
    }
    const manifest = newManifest({
      created: new Date().toISOString(),
      architecture: plainArchitecture(images[0]?.facts.architecture ?? ''),
      labs: described,
      images: images.map(({ reference, facts: { id, bytes } }) => ({ reference: plainReference(reference), id, bytes })),
      parts: [...writer.parts],
    });
    await writer.add(manifestName, Readable.from([Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`)]));
    return { ...estimate, file, bytes: await writer.keep(), references: images.map(({ reference }) => reference) };
  } finally {
    await writer.drop();
  }
}

/** An engine's archive tells no digests of registries, so nobody would know such an image again. */
function refuseDigests(labs: readonly Lab[]): void {
  for (const { id, definition } of labs) {
    const pinned = Object.values(definition.services).find(({ image }) => image?.includes('@'));
    if (pinned) {
      throw new UserError(`The lab ${id} names ${pinned.image ?? ''} by its digest, which an engine cannot put into a file.`, {
        code: 'bundle-by-digest', action: { label: 'Edit Lab', text: 'Name the image by a tag with a version, or leave that lab out.' },
      });
    }
  }
}

async function makeImages(labs: readonly Lab[], engine: Engine, onProgress: MakeOptions['onProgress'], signal?: AbortSignal): Promise<void> {
  const made = await prefetch(labs, engine, { onProgress: (message) => onProgress?.(message), signal });
  const failed = made.filter(({ state }) => state === 'failed');
  if (failed.length > 0) {
    throw new UserError(`No bundle was made: ${failed.map(({ name }) => name).join(', ')} could not be built or pulled.`, {
      code: 'bundle-images',
      detail: failed.map(({ name, problem }) => `${name}: ${problem ?? ''}`).join('\n'),
      action: { label: 'Prepare images', text: 'See with `ai-labs prefetch` what is in the way of each, then make the bundle again.' },
    });
  }
}

async function describe(engine: Engine, references: string[], signal?: AbortSignal): Promise<Image[]> {
  const facts = await engine.describeImages(references, signal);
  const images = references.flatMap((reference, index) => {
    const found = facts[index];
    return found ? { reference, facts: found } : [];
  });
  const kinds = new Set(images.map(({ facts: { architecture } }) => plainArchitecture(architecture)));
  if (images.length < references.length || kinds.size > 1) {
    throw new UserError(kinds.size > 1 ? `The images are of different architectures: ${[...kinds].join(', ')}.` : 'An image was removed while the bundle was made.', {
      code: 'bundle-images', action: { label: 'Try Again', text: 'Pull or build them all for one architecture (`ai-labs prefetch`), then make the bundle again.' },
    });
  }
  return images;
}

async function refuseFullDisk(file: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(file)).catch((error: unknown) => {
    throw unwritableBundle(error, file);
  });
  if (bavail * bsize < bytes) {
    throw new UserError(`${file} takes about ${megabytes(bytes)} MB, and ${megabytes(bavail * bsize)} MB are free there.`, {
      code: 'disk-full', action: { label: 'Free Some Space', text: 'Free some space there, or write the bundle to another disk.' },
    });
  }
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, each) => total + each, 0);
}
