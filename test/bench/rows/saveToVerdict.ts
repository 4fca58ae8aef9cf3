import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Settling } from '../../../src/ui/watch/settling';
import type { Row } from '../measure';
import { asPeopleDo, docker, openStage, silentAsker } from '../stage';

/** A file is saved; the verdict of a trivial check that looks after itself is there. Without the editor's own time. */
export const saveToVerdict: Row = {
  id: 'save-to-verdict',
  title: 'a save until the verdict of a trivial check',
  against: 'one docker exec true',
  budget: 1.6,
  rounds: 25,
  open: async () => {
    const stage = await openStage(1, { standsBy: true });
    const { core, lab } = stage;
    const view = await core.sessions.start(lab, { asker: silentAsker });
    const container = view.running?.services[0]?.container ?? '';
    let settled: (verdict: string) => void = () => undefined;
    let over: Promise<unknown> = Promise.resolve();
    const settling = new Settling((identity, changed) => {
      over = core.sessions.check(identity, { changed, onResult: ({ verdict }) => settled(verdict) });
    });
    return {
      subject: async () => {
        const verdict = new Promise<string>((resolve) => (settled = resolve));
        await writeFile(path.join(view.folder, 'a.txt'), `${process.hrtime.bigint()}\n`);
        settling.changed(lab.identity, { files: ['a.txt'], terminal: false });
        if ((await verdict) !== 'passed') {
          throw new Error('The check did not pass.');
        }
        return async () => {
          await over;
          await asPeopleDo();
        };
      },
      yardstick: async () => {
        await docker('exec', container, 'true');
      },
      dispose: async () => {
        settling.dispose();
        await stage.dispose();
      },
    };
  },
};
