import type { Memento } from 'vscode';

/** Where somebody was reading. */
export interface Place {
  page: string;
  /** Pixels from the top. */
  scroll: number;
  /** The step the learner was at then: who has got further begins there. */
  step?: string;
}

const key = 'aiLabs.guidePlaces';
const most = 50;

/** Where each guide was left, for when it is opened again in this workspace. The longest ago is forgotten first. */
export class Places {
  constructor(private readonly memento: Memento) {}

  get(lab: string): Place | undefined {
    return this.all().find(([name]) => name === lab)?.[1];
  }

  async set(lab: string, place: Place): Promise<void> {
    const others = this.all().filter(([name]) => name !== lab);
    await this.memento.update(key, [...others, [lab, place]].slice(-most));
  }

  private all(): [string, Place][] {
    return this.memento.get<[string, Place][]>(key, []);
  }
}
