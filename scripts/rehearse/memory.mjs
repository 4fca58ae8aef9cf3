// @ts-check
/** How much memory the containers of a lab take while it is rehearsed. */
import { setTimeout as delay } from 'node:timers/promises';
import { attempt } from '../setup/run.mjs';

/** Between two looks, in milliseconds; a look itself takes the engine two seconds. */
const pause = 2000;
const units = /** @type {Record<string, number>} */ ({ B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 1024 });

/**
 * Looks at a lab's containers until told to stop.
 * @param {string} lab id
 * @returns {{stop(): Promise<number | undefined>}} the most that all containers of one session took together, in MiB; undefined
 * where the engine was never seen to tell (none, or not Docker)
 */
export function watchMemory(lab) {
  /** @type {number | undefined} */
  let most;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const sums = await look(lab);
      most = sums.length > 0 ? Math.max(most ?? 0, ...sums) : most;
      await delay(pause);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return most;
    },
  };
}

/** What each session of a lab takes at this moment, in MiB. @param {string} lab */
async function look(lab) {
  const listed = await attempt('docker', ['ps', '--format', '{{.ID}} {{.Label "ai-labs.lab"}} {{.Label "ai-labs.session"}}'], { timeout: 10_000 });
  const sessions = new Map(listed.code === 0 ? listed.output.split('\n').map((line) => line.split(' ')).filter(([, name]) => name?.endsWith(`/${lab}`)).map(([id = '', , session = '']) => [id, session]) : []);
  if (sessions.size === 0) return [];
  const { output } = await attempt('docker', ['stats', '--no-stream', '--format', '{{.ID}} {{.MemUsage}}', ...sessions.keys()], { timeout: 20_000 });
  return sumBySession(output, sessions);
}

/**
 * @param {string} stats lines like `dbae10f2aeca 211.3MiB / 1GiB`
 * @param {ReadonlyMap<string, string>} sessions by container
 * @returns {number[]} MiB of each session
 */
export function sumBySession(stats, sessions) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [, id = '', amount = '', unit = ''] of stats.matchAll(/^(\w+) ([\d.]+)([KMG]?i?B) \//gm)) {
    const session = sessions.get(id);
    if (session !== undefined) sums.set(session, (sums.get(session) ?? 0) + Number(amount) * (units[unit] ?? 0));
  }
  return [...sums.values()];
}
