import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import { labsByIdentity, type Lock, lockOf } from '../session/learning/requires';
import { editorAsker } from './asker';
import { commandIds } from './commandIds';
import type { LabFacts } from './labFacts';
import type { LazyCore } from './lazyCore';
import { lockTitles, lockWays } from './lockWords';
import { withCancellableProgress } from './progress';
import { showInformationMessage } from './messages';

interface Way extends vscode.QuickPickItem {
  way: 'show' | 'prepare' | 'anyway';
}

/** What comes before a lab: asks at its start, and prepares it where the learner wants that. */
export class Prerequisites {
  constructor(
    private readonly lazy: LazyCore,
    private readonly facts: LabFacts,
  ) {}

  /**
   * Whether the lab is to be started. Asks where it builds on something that is not done, and does what is answered.
   * Throws a UserError where an instructor's setting keeps it shut.
   */
  async admit(lab: Lab): Promise<boolean> {
    const lock = await this.lock(lab);
    if (!lock) {
      return true;
    }
    const picked = await vscode.window.showQuickPick(waysOf(lock), {
      title: vscode.l10n.t('“{0}” builds on {1}', lab.definition.title, lockTitles(lock)),
      placeHolder: vscode.l10n.t('You have not done that yet. How do you want to go on?'),
      ignoreFocusOut: true,
    });
    switch (picked?.way) {
      case 'anyway':
        return true;
      case 'prepare':
        await this.prepareMissing(lock);
        return true;
      case 'show':
        await this.show(lab);
        return false;
      case undefined:
        return false;
    }
  }

  /** Throws where an instructor's setting says so. */
  async admitAnyway(lab: Lab): Promise<void> {
    await this.lock(lab);
  }

  /** Prepares what the lab builds on, and then offers to start it. */
  async prepare(lab: Lab): Promise<void> {
    const lock = await this.lock(lab);
    if (!lock) {
      void showInformationMessage(vscode.l10n.t('Nothing needs to be prepared for “{0}”.', lab.definition.title));
      return;
    }
    await this.prepareMissing(lock);
    void this.offerStart(lab, lock);
  }

  /** Opens the guide of the first lab that comes before this one. */
  async show(lab: Lab): Promise<void> {
    const facts = await this.facts.read();
    const first = lockOf(lab, facts, labsByIdentity(facts.labs))?.missing[0]?.lab ?? lab.identity;
    await vscode.commands.executeCommand(commandIds.openGuide, { lab: first });
  }

  /** Throws where an instructor's setting keeps the lab shut. */
  private async lock(lab: Lab): Promise<Lock | undefined> {
    return (await this.lazy.get()).admit(lab);
  }

  private async prepareMissing({ missing }: Lock): Promise<void> {
    const { labs } = await this.facts.read();
    const core = await this.lazy.get();
    for (const { lab: identity, title } of missing) {
      const lab = labs.find((each) => each.identity === identity);
      if (!lab) {
        throw new UserError(vscode.l10n.t('The lab {0} is not here, so it cannot be prepared.', identity), {
          code: 'lab-missing',
          action: { label: vscode.l10n.t('Look Again'), text: '', command: commandIds.refresh },
        });
      }
      await withCancellableProgress(vscode.l10n.t('Preparing {0}', title), (report, signal) =>
        core.prepare(lab, { asker: editorAsker, signal, onProgress: (message) => report({ phase: 'setup', message }) }));
    }
    // What was journaled is told a moment later; whoever asks now is to see it.
    await this.facts.readProgress();
  }

  private async offerStart(lab: Lab, lock: Lock): Promise<void> {
    const start = vscode.l10n.t('Start Lab');
    const text = vscode.l10n.t('{0} is prepared; it does not count as passed. “{1}” is open now.', lockTitles(lock), lab.definition.title);
    if ((await showInformationMessage(text, start)) === start) {
      await vscode.commands.executeCommand(commandIds.startLab, { lab: lab.identity });
    }
  }
}

function waysOf(lock: Lock): Way[] {
  const { first, prepare, anyway } = lockWays(lock);
  const ways: (Way | undefined)[] = [
    { way: 'show', label: `$(book) ${first}`, detail: vscode.l10n.t('Opens its guide.') },
    prepare === undefined ? undefined : {
      way: 'prepare', label: `$(debug-step-over) ${prepare}`,
      detail: vscode.l10n.t('Its solution is applied to a copy that is then thrown away. It counts as prepared, not as passed, and your own files of it stay as they are.'),
    },
    anyway === undefined ? undefined : {
      way: 'anyway', label: `$(play) ${anyway}`, detail: vscode.l10n.t('The lab works by itself. It only takes for granted what you would have learned.'),
    },
  ];
  return ways.filter((way) => way !== undefined);
}
