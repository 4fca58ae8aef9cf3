import { readFileSync, statSync } from 'node:fs';
import { imageSize } from 'image-size';

/** A few bytes can unpack to gigabytes, so points count too. */
const maxBytes = 2 * 1024 * 1024;
const maxPoints = 16_000_000;

/** Pages are drawn again and again; a picture that did not change is not read again. */
const known = new Map<string, { time: number; problem: string | undefined }>();

/** Why a picture of a guide is not shown, as the end of a sentence; undefined where it is. Throws the system's error. */
export function pictureProblem(file: string): string | undefined {
  const { size, mtimeMs: time } = statSync(file);
  if (size > maxBytes) {
    return 'is larger than 2 MiB';
  }
  const before = known.get(file);
  if (before?.time === time) {
    return before.problem;
  }
  const problem = pointsProblem(readFileSync(file));
  known.set(file, { time, problem });
  return problem;
}

function pointsProblem(bytes: Buffer): string | undefined {
  try {
    const { width, height, type } = imageSize(bytes);
    return type !== 'svg' && width * height > maxPoints ? 'has more than 16 million points' : undefined;
  } catch {
    // The library knows no other way to say that these bytes are no picture.
    return 'is no picture that can be read';
  }
}
