import { isUserError, systemCode } from '../../../src/common/errors';
import { type LockPurpose, Locks } from '../../../src/session/locks/lock';

/** Takes a lock and gives it back, in a process that can write no byte to a file, as on a full disk. Prints how that went. */
async function main(): Promise<void> {
  const [, , folder = '', purpose = 'start'] = process.argv;
  try {
    const lock = await new Locks(folder).acquire('lab', { purpose: purpose as LockPurpose, waitMs: 0 });
    await lock.release();
    process.stdout.write('had it');
  } catch (error) {
    process.stdout.write(isUserError(error) ? error.code : (systemCode(error) ?? String(error)));
  }
}

void main();
