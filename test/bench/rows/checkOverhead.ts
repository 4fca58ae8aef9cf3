import type { Row } from '../measure';
import { openStage, silentAsker } from '../stage';

const many = 200;
const few = 10;
/** What one more check may cost, in milliseconds. */
const each = 10;

/** What the driver adds to every check: the slope from ten trivial checks to two hundred, against what it may be. */
export const checkOverhead: Row = {
  id: 'check-overhead',
  title: `${many} trivial checks`,
  against: `${few} of them, and ${each} ms for each of the others`,
  budget: 1,
  rounds: 7,
  open: async () => {
    const stage = await openStage(many);
    const { core, lab } = stage;
    await core.sessions.start(lab, { asker: silentAsker });
    const run = async (count: number): Promise<void> => {
      const checks = Array.from({ length: count }, (_, index) => `c${index}`);
      const { results } = await core.sessions.check(lab.identity, { checks });
      if (results.length !== count || results.some((result) => result.verdict !== 'passed')) {
        throw new Error(`Not ${count} passes: ${JSON.stringify(results.filter(({ verdict }) => verdict !== 'passed'))}`);
      }
    };
    return {
      subject: () => run(many),
      yardstick: async () => {
        await run(few);
        await new Promise((resolve) => setTimeout(resolve, (many - few) * each));
      },
      dispose: () => stage.dispose(),
    };
  },
};
