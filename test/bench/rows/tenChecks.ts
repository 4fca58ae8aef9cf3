import type { Bench, Row } from '../measure';
import { asPeopleDo, docker, openStage, silentAsker } from '../stage';

/** Ten checks of nothing: what checking costs by itself, journal included. */
export const tenChecks: Row = {
  id: 'ten-checks',
  title: 'ten trivial checks',
  against: 'one docker exec true',
  budget: 1.4,
  rounds: 25,
  open: () => openTenChecks(true),
};

/** The same where no exec was begun in advance: the command line, and the first checks after a window was opened. */
export const tenChecksCold: Row = {
  id: 'ten-checks-cold',
  title: 'the same, exec included',
  against: 'one docker exec true',
  rounds: 25,
  open: () => openTenChecks(false),
};

async function openTenChecks(standsBy: boolean): Promise<Bench> {
  const stage = await openStage(10, { standsBy });
  const { core, lab } = stage;
  const view = await core.sessions.start(lab, { asker: silentAsker });
  const container = view.running?.services[0]?.container ?? '';
  const sessions = 'for n in 0 1 2 3 4 5 6 7 8 9; do setsid sh -c : & wait $!; done';
  return {
    subject: async () => {
      const { results } = await core.sessions.check(lab.identity, { all: true });
      if (results.length !== 10 || results.some((result) => result.verdict !== 'passed')) {
        throw new Error(`Not ten passes: ${JSON.stringify(results)}`);
      }
      return asPeopleDo;
    },
    yardstick: async () => {
      await docker('exec', container, 'true');
    },
    // Checks are at least another user, and each a session and a shell: these in one exec, and nothing else.
    ...(standsBy ? {} : { floor: async () => void (await docker('exec', container, 'setpriv', '--reuid=65533', '--regid=65533', '--clear-groups', 'sh', '-c', sessions)) }),
    dispose: () => stage.dispose(),
  };
}
