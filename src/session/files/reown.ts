import { stat } from 'node:fs/promises';
import { terminalService } from '../../curriculum/lab';
import type { SessionContext } from '../context';
import type { Known } from '../state/table';
import { holdsRootFiles } from './tree';

/**
 * Gives what a container's root left in the learner's folder to the folder's owner, so that the learner can edit it and
 * it can be copied aside; a folder that the engine does not see is brought up to date instead. Done inside the container: outside, a link made at the wrong moment could lead us anywhere.
 * Never throws: it is a courtesy, and says so in the log when it fails.
 */
export async function reown(context: SessionContext, known: Known): Promise<void> {
  const { record, lab, running } = known;
  if (record?.streamed) {
    await context.links.sync(known.identity).catch((error: unknown) => {
      context.log.warn(`Files of ${known.identity} were not brought up to date: ${String(error)}`);
    });
    return;
  }
  if (process.platform !== 'linux' || !record || !lab || !running) {
    return;
  }
  try {
    const { uid, gid } = await stat(record.folder);
    if (uid === 0 || !(await holdsRootFiles(record.folder))) {
      return;
    }
    const engine = await context.engine();
    const command = ['chown', '-Rh', `${uid}:${gid}`, lab.definition.workspace];
    await engine.exec(running, terminalService(lab.definition), { command, user: '0' }, AbortSignal.timeout(30_000));
  } catch (error) {
    context.log.debug(`Files in ${record.folder} could not be given back to their owner: ${String(error)}`);
  }
}
