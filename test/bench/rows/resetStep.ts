import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

/** Back to the entry of a step, from the click to a lab that can be worked in, against doing that by hand. */
export const resetStep: Row = {
  id: 'reset-step',
  title: 'reset of a step of a lab with one service, from its snapshot',
  against: 'docker commit, rm -f and run -d of the same image',
  budget: 1.2,
  rounds: 11,
  open: async () => {
    const stage = await openStage(1, { steps: true });
    const { core, lab, image } = stage;
    await core.sessions.start(lab, { asker: silentAsker });
    await core.sessions.check(lab.identity, {});
    await core.sessions.settled();
    const origin = await docker('run', '-d', image, 'sleep', 'infinity');
    let mine = await docker('run', '-d', image, 'sleep', 'infinity');
    return {
      subject: async () => {
        await core.sessions.resetStep(lab.identity, { asker: silentAsker, containers: 'snapshot' });
      },
      yardstick: async () => {
        const before = await docker('inspect', '--format', '{{.Image}}', mine);
        const kept = await docker('commit', origin);
        await docker('rm', '-f', mine);
        mine = await docker('run', '-d', kept, 'sleep', 'infinity');
        return async () => {
          if (!(await docker('image', 'inspect', '--format', '{{.RepoTags}}', before)).includes(image)) {
            await docker('rmi', before);
          }
        };
      },
      dispose: async () => {
        const kept = await docker('inspect', '--format', '{{.Image}}', mine);
        await docker('rm', '-f', mine, origin);
        await docker('rmi', kept);
        await stage.dispose();
      },
    };
  },
};
