import { throwIfAborted } from '../common/cancellation';
import { isUserError } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import type { Engine, ImageSource } from '../engines/engine';
import { imageNeeds } from '../session/start/spec';

/** An image that labs start from, after it was seen to. */
export interface PrefetchedImage {
  /** As a lab names it: `ai-labs/python-ml`, `postgres:16`; `ai-labs/lab-<id>` for one of the lab's own. */
  name: string;
  /** Identities of the labs that start from it. */
  labs: string[];
  /** `there`: it was there already. `made`: it was built or pulled now. `failed`: see `problem`. */
  state: 'there' | 'made' | 'failed';
  problem?: string;
}

export interface PrefetchOptions {
  onImage?: (image: PrefetchedImage) => void;
  /** A sentence for a person; the fraction of all images from 0 to 1. */
  onProgress?: (message: string, fraction: number) => void;
  signal?: AbortSignal;
}

/**
 * Builds and pulls everything that labs start from, each image once. One that fails does not keep the others from being
 * made. Rejects with CancelledError, and with the engine's UserError where it cannot be asked at all.
 */
export async function prefetch(labs: readonly Lab[], engine: Engine, { onImage, onProgress, signal }: PrefetchOptions = {}): Promise<PrefetchedImage[]> {
  const needed = new Map<string, { source: ImageSource; labs: string[] }>();
  for (const lab of labs) {
    for (const source of imageNeeds(lab, lab.folder).sources) {
      const key = JSON.stringify(source);
      const known = needed.get(key) ?? { source, labs: [] };
      known.labs.push(lab.identity);
      needed.set(key, known);
    }
  }
  const all = [...needed.values()];
  const images: PrefetchedImage[] = [];
  for (const [index, each] of all.entries()) {
    throwIfAborted(signal);
    const name = each.source.kind === 'build' ? each.source.name : each.source.reference;
    const tell = (message: string): void => onProgress?.(`${name}: ${message}`, index / all.length);
    tell(`${index + 1} of ${all.length}`);
    const image = { name, labs: each.labs, ...(await make(engine, each.source, tell, signal)) };
    images.push(image);
    onImage?.(image);
  }
  return images;
}

async function make(engine: Engine, source: ImageSource, tell: (message: string) => void, signal?: AbortSignal): Promise<Pick<PrefetchedImage, 'state' | 'problem'>> {
  const [plan] = await engine.planImages([source], signal);
  if (plan?.ready) {
    return { state: 'there' };
  }
  try {
    await engine.prepareImages([source], ({ message }) => tell(message), signal);
    return { state: 'made' };
  } catch (error) {
    // What is wrong with one image. An engine that went away says so at the next question.
    if (!isUserError(error)) {
      throw error;
    }
    return { state: 'failed', problem: [error.message, error.action?.text].filter(Boolean).join(' ') };
  }
}
