import type { Bench, Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

/** A lab of one service and a bare container of the same image, both running; `of` says which half of the way is timed. */
async function both(of: 'stop' | 'start'): Promise<Bench> {
  const stage = await openStage(1);
  const { core, lab, image } = stage;
  const id = await docker('run', '-d', '--init', image, 'sleep', 'infinity');
  const ours = { start: () => core.sessions.start(lab, { asker: silentAsker }), stop: () => core.sessions.stop(lab.identity) };
  const bare = { start: () => docker('start', id), stop: () => docker('stop', '-t', '5', id) };
  const back = of === 'stop' ? 'start' : 'stop';
  await ours.start();
  if (of === 'start') {
    await Promise.all([ours.stop(), bare.stop()]);
  }
  const timed = (side: typeof ours | typeof bare) => async (): Promise<() => Promise<void>> => {
    await side[of]();
    return async () => {
      await side[back]();
    };
  };
  return {
    subject: timed(ours),
    yardstick: timed(bare),
    dispose: async () => {
      await docker('rm', '-f', id);
      await stage.dispose();
    },
  };
}

/** Ending what runs, as Stop does, with its journal and its state. */
export const labStop: Row = {
  id: 'lab-stop',
  title: 'stop of a lab with one service',
  against: 'docker stop of the same image with an init',
  budget: 1,
  rounds: 15,
  open: () => both('stop'),
};

/** From the click to a lab that goes on where it was stopped. */
export const labResume: Row = {
  id: 'lab-resume',
  title: 'start of a lab that was stopped',
  against: 'docker start of the same image',
  budget: 1.2,
  rounds: 15,
  open: () => both('start'),
};
