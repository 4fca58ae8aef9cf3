import type { Lab } from '../../curriculum/lab';
import type { Engine } from '../../engines/engine';
import { imageNeeds } from './spec';

/** An image that is not there yet. */
export interface ImageToMake {
  how: 'build' | 'pull';
  /** As a lab names it: `ai-labs/python-ml`, `postgres:16`; `ai-labs/lab-<id>` for one of the lab's own. */
  name: string;
}

/** What a start of the lab, as it is on disk, would build or pull first. Asks the engine, changes nothing. */
export async function imagesToMake(engine: Engine, lab: Lab, signal?: AbortSignal): Promise<ImageToMake[]> {
  const plans = await engine.planImages(imageNeeds(lab, lab.folder).sources, signal);
  return plans
    .filter(({ ready }) => !ready)
    .map(({ source }) => ({ how: source.kind, name: source.kind === 'build' ? source.name : source.reference }));
}
