/**
 * A process that takes a lock: `lockHolder.ts LOCKS SHARED TIMES`. With SHARED it makes and removes a file there each
 * time it holds the lock, and ends with 1 if the file exists already; without, it holds the lock until it is killed.
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Locks } from '../../../src/session/locks/lock';

async function main([folder = '', shared = '', times = '1']: string[]): Promise<void> {
  const locks = new Locks(folder);
  for (let round = 0; round < Number(times); round++) {
    const lock = await locks.acquire('lab', { purpose: 'start', waitMs: 60_000 });
    if (shared === '') {
      process.stdout.write('held\n');
      await sleep(60_000);
    }
    await writeFile(path.join(shared, 'inside'), '', { flag: 'wx' });
    await sleep(5);
    await rm(path.join(shared, 'inside'));
    await lock.release();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
