import { stat } from 'node:fs/promises';
import { terminalService } from '../../curriculum/lab';
import type { RunningLab } from '../../engines/engine';
import type { SessionContext } from '../context';
import { holdsRootFiles } from './tree';

/**
 * Gives what a container's root left in the learner's folder to the folder's owner where the lab does not run (`reown` does
 * it in one that runs): it is to be copied aside and removed, which this machine's person could not do.
 * Never throws: where it fails, so does the copy, and that says what to do.
 */
export async function claim(context: SessionContext, identity: string, labs: readonly RunningLab[]): Promise<void> {
  const { lab, running } = context.table.get(identity);
  const record = await context.records.read(identity);
  const [down] = labs;
  if (process.platform !== 'linux' || !record || record.streamed || !lab || !down || running) {
    return;
  }
  try {
    const { uid, gid } = await stat(record.folder);
    if (uid !== 0 && (await holdsRootFiles(record.folder))) {
      await (await context.engine()).reownFolder(down, terminalService(lab.definition), { uid, gid }, AbortSignal.timeout(60_000));
    }
  } catch (error) {
    context.log.debug(`Files in ${record.folder} could not be given back to their owner: ${String(error)}`);
  }
}
