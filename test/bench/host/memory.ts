import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { obey } from './obey';

const lab = 'ui-fixture/say-hello';

/** Runs inside VS Code: works with the extension as the bench says, and tells how many bytes its host holds. */
export async function run(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const work: Record<string, (argument: string) => Promise<string | void>> = {
    activate: async (id) => void (await vscode.extensions.getExtension(id)?.activate()),
    // Before the first look: whoever changes a setting makes VS Code load what it has for files of that kind.
    set: async (catalog) => {
      await set('aiLabs.catalogs', [catalog]);
      await set('aiLabs.openFolder', 'filesOnly');
    },
    begin: async () => {
      await vscode.commands.executeCommand('aiLabs.careerPath.focus');
      await vscode.commands.executeCommand('aiLabs.openCareerGuide');
      await vscode.commands.executeCommand('aiLabs.openGuide', { lab: 'ai-architect/first-steps' });
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      await vscode.commands.executeCommand('aiLabs.startLab', { lab });
      await vscode.commands.executeCommand('aiLabs.openTerminal', { lab });
    },
    check: async (times) => {
      for (let run = 0; run < Number(times); run += 1) {
        await vscode.commands.executeCommand('aiLabs.checkStep', { lab });
      }
    },
    leave: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('aiLabs.stopLab', { lab });
    },
    snapshot: async (file) => void writeHeapSnapshot(file),
    held: async () => {
      // What is over is let go of in turns, as timers and answers come in.
      for (let turn = 0; turn < 5; turn += 1) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      const { heapUsed, external } = process.memoryUsage();
      return String(heapUsed + external);
    },
  };
  await obey(async (line) => {
    const [what = '', argument = ''] = line.split(' ');
    const does = work[what];
    if (!does) {
      throw new Error(`Nothing is done here at “${what}”.`);
    }
    return does(argument);
  });
}

async function set(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}
