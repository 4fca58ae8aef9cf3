import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

/** From the click to a lab that can be worked in, with its image there already. */
export const labStart: Row = {
  id: 'lab-start',
  title: 'start of a lab with one service, image present',
  against: 'docker run -d of the same image',
  budget: 1.2,
  rounds: 15,
  open: async () => {
    const stage = await openStage(1);
    const { core, lab, image } = stage;
    const start = (): Promise<unknown> => core.sessions.start(lab, { asker: silentAsker });
    await start();
    await core.sessions.remove(lab.identity);
    return {
      subject: async () => {
        await start();
        return () => core.sessions.remove(lab.identity);
      },
      yardstick: async () => {
        const id = await docker('run', '-d', image, 'sleep', 'infinity');
        return async () => {
          await docker('rm', '-f', id);
        };
      },
      dispose: () => stage.dispose(),
    };
  },
};
