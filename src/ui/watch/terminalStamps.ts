import { readdir } from 'node:fs/promises';
import type { Disposable } from '../../common/disposable';
import { systemCode } from '../../common/errors';
import { watchFolder } from '../../progress/watchFolder';
import { readStamp, stampsFolder } from '../../session/running/terminalStamp';
import type { LabTerminals } from '../terminal/labTerminals';

/** Calls `ended` with a lab when a command has probably come to its end in one of this window's terminals of it. */
export function terminalStamps(
  home: string,
  terminals: LabTerminals,
  ended: (lab: string) => void,
  onTrouble: (what: string, error: unknown) => void,
): Disposable {
  const since = Date.now();
  const heard = new Map<string, number>();
  const look = async (names: Iterable<string>): Promise<void> => {
    for (const name of names) {
      const stamp = await readStamp(home, name);
      if (stamp && stamp.at > (heard.get(stamp.lab) ?? since) && (await terminals.owns(stamp.pid))) {
        heard.set(stamp.lab, stamp.at);
        ended(stamp.lab);
      }
    }
  };
  return watchFolder(stampsFolder(home), (changed) => {
    if (terminals.count > 0) {
      all(home, changed).then(look).catch((error: unknown) => onTrouble('Watch terminals', error));
    }
  });
}

/** Files that changed; all of them where it is not known which did. */
async function all(home: string, changed: ReadonlySet<string> | undefined): Promise<Iterable<string>> {
  if (changed && !changed.has('')) {
    return [...changed].filter((name) => name.endsWith('.json'));
  }
  try {
    return (await readdir(stampsFolder(home))).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    return [];
  }
}
