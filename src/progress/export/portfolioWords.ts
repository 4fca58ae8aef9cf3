import * as l10n from '@vscode/l10n';
import { isOurFault } from '../../common/verdict';
import type { CheckEvidence, Evidence, LabEvidence, StepEvidence } from './evidence';

/** What a portfolio says itself, the same in every form of it, in the language that was told; dates and numbers as it writes them. */
export class PortfolioWords {
  private readonly numbers: Intl.NumberFormat;
  private readonly dates: Intl.DateTimeFormat;

  constructor(private readonly evidence: Evidence) {
    this.numbers = new Intl.NumberFormat(evidence.language);
    this.dates = new Intl.DateTimeFormat(evidence.language, { dateStyle: 'long' });
  }

  title(): string {
    const { learner, path } = this.evidence;
    return learner.name ? `${learner.name}: ${path}` : l10n.t('{0}: my labs', path);
  }

  /** How many labs are done and under way. */
  lead(): string {
    const { labs } = this.evidence;
    const done = labs.filter(({ completedAt }) => completedAt !== undefined).length;
    const said = done === 1 ? l10n.t('1 lab completed') : l10n.t('{0} labs completed', this.number(done));
    return `${said} · ${l10n.t('{0} under way', this.number(labs.length - done))}`;
  }

  /** That nobody else has seen to it, and when it was written. */
  note(): string {
    return [
      l10n.t('Self-attested: these results come from checks that ran on the learner’s own machine. Nobody else has verified them.'),
      l10n.t('Exported on {0}.', this.date(this.evidence.exportedAt)),
    ].join(' ');
  }

  headings(): Record<'path' | 'skills' | 'labs' | 'files', string> {
    return { path: l10n.t('Path'), skills: l10n.t('Skills'), labs: l10n.t('Labs'), files: l10n.t('Files') };
  }

  columns(): Record<'stage' | 'time' | 'completed' | 'skill', string> {
    return { stage: l10n.t('Stage'), time: l10n.t('Time'), completed: l10n.t('Labs completed'), skill: l10n.t('Skill') };
  }

  skillsNote(): string {
    return l10n.t('Labs completed, of those that train each skill.');
  }

  noLabs(): string {
    return l10n.t('None yet.');
  }

  count(some: number, all: number): string {
    return l10n.t('{0} of {1}', this.number(some), this.number(all));
  }

  labCount(some: number, all: number): string {
    return l10n.t('{0} of {1} labs', this.number(some), this.number(all));
  }

  /** When, and for how many points. */
  standing({ completedAt, startedAt, points }: LabEvidence): string[] {
    return [
      completedAt === undefined ? l10n.t('Under way since {0}', this.date(startedAt)) : l10n.t('Completed on {0}', this.date(completedAt)),
      l10n.t('{0} of {1} points', this.number(points.earned), this.number(points.possible)),
    ];
  }

  /** What of a lab's place on the path is known. */
  facts({ stage, action, difficulty }: LabEvidence): string[] {
    return [stage, action, difficulty && difficultyWord(difficulty)].filter((fact) => fact !== undefined);
  }

  /** Help that was taken. */
  help({ hints, solutionShown, override }: StepEvidence): string[] {
    return [
      hints > 0 ? (hints === 1 ? l10n.t('1 hint') : l10n.t('{0} hints', this.number(hints))) : '',
      solutionShown ? l10n.t('solution shown') : '',
      override ? l10n.t('counted by an instructor') : '',
    ].filter(Boolean);
  }

  judgement({ verdict }: CheckEvidence): string {
    return verdict === 'passed' ? l10n.t('met') : verdict && isOurFault(verdict) ? l10n.t('not judged: the checker broke') : l10n.t('not met yet');
  }

  private number(value: number): string {
    return this.numbers.format(value);
  }

  private date(iso: string | undefined): string {
    return iso === undefined ? '' : this.dates.format(new Date(iso));
  }
}

/** As the labs have it where it is a word that nobody foresaw. */
function difficultyWord(difficulty: string): string {
  const words: Record<string, string> = {
    beginner: l10n.t('Beginner'), intermediate: l10n.t('Intermediate'), advanced: l10n.t('Advanced'), expert: l10n.t('Expert'),
  };
  return words[difficulty] ?? difficulty;
}
