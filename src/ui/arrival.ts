import type { SessionView } from '../session/api';
import type { LearnerFolder } from './folder/learnerFolder';
import type { GuidePanels } from './guide/guidePanels';
import type { LabTerminals } from './terminal/labTerminals';

/** Puts what a learner needs in front of them once a lab is ready: guide, terminal, files. Takes no focus. */
export class Arrival {
  constructor(
    private readonly guides: GuidePanels,
    private readonly terminals: LabTerminals,
    private readonly folder: LearnerFolder,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {}

  async show(view: SessionView): Promise<void> {
    const destination = this.folder.destination(view);
    if (destination !== 'ask') {
      // Files first, so that the guide opens beside them.
      await this.folder.open(view, { ask: 'if-undecided' });
    }
    if (destination !== 'elsewhere') {
      await this.unpack(view);
    }
    if (destination === 'ask') {
      // The question may stay unanswered for long; nothing waits for it.
      this.folder
        .open(view, { ask: 'if-undecided' })
        .catch((error: unknown) => this.onTrouble('Open the folder of the lab', error));
    }
  }

  /** The guide beside, the terminal below. */
  async unpack(view: SessionView): Promise<void> {
    await this.guides.open(view.lab, { preserveFocus: true });
    await this.terminals.show(view.lab, { focus: false });
  }
}
