import type { Lab } from '../../curriculum/lab';
import type { CareerLab, LabStanding } from '../../webview/career/protocol/state';
import { phaseOf, type PathFacts } from '../tree/pathModel';

/** The labs there are, as the career guide's links show them. */
export class CareerLabs {
  /** In the order one does them. */
  readonly all: readonly { lab: Lab; link: CareerLab }[];
  private readonly byId: ReadonlyMap<string, CareerLab>;

  constructor(private readonly facts: PathFacts) {
    this.all = facts.labs.map((lab) => ({ lab, link: this.link(lab) }));
    this.byId = new Map(this.all.flatMap(({ lab, link }) => [[lab.identity, link], [lab.id, link]]));
  }

  /** The labs a path names. It may be ahead of its labs: those that are not written yet are told as such. */
  named(ids: readonly string[]): CareerLab[] {
    return ids.map((id) => this.byId.get(id) ?? { id, title: id, state: 'unwritten' });
  }

  /** Labs that say of themselves that they are about something. */
  where(about: (lab: Lab) => boolean): CareerLab[] {
    return this.all.filter(({ lab }) => about(lab)).map(({ link }) => link);
  }

  /** Whether every lab it builds on is completed. */
  isReady(lab: Lab): boolean {
    return lab.definition.requires.every((required) => {
      const link = this.byId.get(required.includes('/') ? required : `${lab.catalog}/${required}`) ?? this.byId.get(required);
      return link === undefined || link.state === 'done';
    });
  }

  private link({ id, identity, definition }: Lab): CareerLab {
    return { id, lab: identity, title: definition.title, minutes: definition.minutes, state: this.standing(identity) };
  }

  private standing(identity: string): LabStanding {
    const progress = this.facts.summary.labs[identity];
    if (progress?.completedAt !== undefined) {
      return 'done';
    }
    const phase = phaseOf(this.facts.state(identity));
    if (phase === 'running' || phase === 'checking') {
      return 'running';
    }
    return progress?.startedAt === undefined ? 'open' : 'begun';
  }
}

export function doneIn(labs: readonly CareerLab[]): number {
  return labs.filter(({ state }) => state === 'done').length;
}
