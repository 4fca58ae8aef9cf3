import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

const run = promisify(execFile);
const cli = path.resolve(__dirname, '../../../node_modules/@devcontainers/cli/devcontainer.js');

/** The start of a lab beside that of a development container of the same image: the nearest thing that people know. */
export const labStartDevcontainer: Row = {
  id: 'lab-start-devcontainer',
  title: 'start of a lab with one service and a first command in it, image present',
  against: 'devcontainer up and exec with the same image, without features',
  budget: 0.35,
  rounds: 7,
  open: async () => {
    const stage = await openStage(1);
    const { core, lab, image } = stage;
    const folder = await mkdtemp(path.join(homedir(), '.ai-labs-bench-devcontainer-'));
    await mkdir(path.join(folder, '.devcontainer'));
    await writeFile(path.join(folder, '.devcontainer/devcontainer.json'), JSON.stringify({ image, remoteUser: 'learner', updateRemoteUserUID: false }));
    const devcontainer = (command: string, ...words: string[]): Promise<{ stdout: string }> => run(process.execPath, [cli, command, '--workspace-folder', folder, ...words]);
    await core.sessions.start(lab, { asker: silentAsker });
    await core.sessions.remove(lab.identity);
    return {
      subject: async () => {
        const { running } = await core.sessions.start(lab, { asker: silentAsker });
        await docker('exec', running?.services[0]?.container ?? '', 'true');
        return () => core.sessions.remove(lab.identity);
      },
      yardstick: async () => {
        const { containerId } = JSON.parse((await devcontainer('up')).stdout) as { containerId: string };
        await devcontainer('exec', 'true');
        return async () => {
          await docker('rm', '-f', containerId);
        };
      },
      dispose: async () => {
        await rm(folder, { recursive: true, force: true });
        await stage.dispose();
      },
    };
  },
};
