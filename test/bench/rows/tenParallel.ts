import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

/** Ten checks that wait a fifth of a second, four at a time: three rounds of waiting, and what checking costs by itself. */
export const tenParallel: Row = {
  id: 'ten-parallel',
  title: 'ten checks of 200 ms that may run side by side',
  against: 'ten docker exec sleep 0.2 in a row',
  budget: 0.27,
  rounds: 5,
  open: async () => {
    const stage = await openStage(10, { check: 'script: "sleep 0.2", parallel: true' });
    const { core, lab } = stage;
    const view = await core.sessions.start(lab, { asker: silentAsker });
    const container = view.running?.services[0]?.container ?? '';
    return {
      subject: async () => {
        const { results } = await core.sessions.check(lab.identity, { all: true });
        if (results.length !== 10 || results.some((result) => result.verdict !== 'passed')) {
          throw new Error(`Not ten passes: ${JSON.stringify(results)}`);
        }
      },
      yardstick: async () => {
        for (let n = 0; n < 10; n += 1) {
          await docker('exec', container, 'sleep', '0.2');
        }
      },
      dispose: () => stage.dispose(),
    };
  },
};
