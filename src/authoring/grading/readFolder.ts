import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../../common/cancellation';
import { messageOf, systemCode } from '../../common/errors';
import { type Intake, isJunk } from './intake';

/** Takes a folder over, hidden files included. No link is followed; what is no file, folder or link is left out. */
export async function readFolder(folder: string, intake: Intake, signal?: AbortSignal): Promise<void> {
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const name of await namesIn(path.join(folder, below), below, intake)) {
      throwIfAborted(signal);
      const place = below === '' ? name : `${below}/${name}`;
      const source = path.join(folder, place);
      const found = await lstat(source);
      if (found.isDirectory()) {
        await intake.makeFolder(place);
        waiting.push(place);
      } else if (found.isSymbolicLink()) {
        intake.link(place, (await readlink(source)).split(path.sep).join('/'));
      } else if (found.isFile()) {
        await copyFile(source, place, intake);
      } else {
        intake.leave(place, 'no file');
      }
    }
  }
  await intake.finish();
}

async function namesIn(folder: string, place: string, intake: Intake): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !isJunk(name)).sort();
  } catch (error) {
    if (place === '' || systemCode(error) === undefined) {
      throw error;
    }
    intake.leave(place, messageOf(error));
    return [];
  }
}

async function copyFile(source: string, place: string, intake: Intake): Promise<void> {
  // What was looked at and what is opened shall both be a file: a pipe put there meanwhile would never end.
  const handle = await open(source, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    if (systemCode(error) === undefined) {
      throw error;
    }
    return undefined;
  });
  if (!handle) {
    intake.leave(place, 'cannot be read');
    return;
  }
  try {
    const { size, mode } = await handle.stat();
    if (size > intake.bytesLeft) {
      throw intake.tooLarge();
    }
    await intake.file(place, () => Promise.resolve(handle.createReadStream({ autoClose: false })), process.platform === 'win32' ? undefined : mode);
  } finally {
    await handle.close();
  }
}
