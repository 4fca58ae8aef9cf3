import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

/** Ten checks of nothing: what checking costs by itself, journal included. */
export const tenChecks: Row = {
  id: 'ten-checks',
  title: 'ten trivial checks',
  against: 'one docker exec true',
  budget: 1.6,
  rounds: 25,
  open: async () => {
    const stage = await openStage(10);
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
        await docker('exec', container, 'true');
      },
      dispose: () => stage.dispose(),
    };
  },
};
