import { parentPort } from 'node:worker_threads';
import { messageOf } from '../common/errors';
import type { LabReading, LabSource } from './parseLab';
import { SharedImages } from './sharedImages';

/** What the thread answers to a list of labs: their readings, each with when it began, or why there are none. */
export type ThreadAnswer = { readings: { reading: LabReading; readAt: number }[] } | { failure: string };

/** The whole of a thread that reads labs (`readLabs.ts`). */
async function main(): Promise<void> {
  const { readLabFolder } = await import('./parseLab');
  const shared = new SharedImages();
  const answer = (sources: LabSource[]): ThreadAnswer => ({
    readings: sources.map((source) => {
      const readAt = Date.now();
      return { reading: readLabFolder(source, { shared }), readAt };
    }),
  });
  parentPort?.on('message', (sources: LabSource[]) => {
    try {
      parentPort?.postMessage(answer(sources));
    } catch (error) {
      parentPort?.postMessage({ failure: messageOf(error) } satisfies ThreadAnswer);
    }
  });
}

void main();
