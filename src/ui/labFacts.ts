import { DisposableStore, type Disposable } from '../common/disposable';
import { Emitter } from '../common/event';
import type { Core } from '../core';
import type { LabEntry } from '../curriculum/catalog';
import type { Lab } from '../curriculum/lab';
import { inLearningOrder } from '../curriculum/learningOrder';
import type { SessionState } from '../session/api';
import type { LazyCore } from './lazyCore';
import type { BrokenLab, PathFacts } from './tree/pathModel';

/** Which labs are to be read again: those of some files, or all. */
type Stale = readonly string[] | 'all';

function joined(some: Stale, others: Stale): Stale {
  return some === 'all' || others === 'all' ? 'all' : [...some, ...others];
}

/** Bursts of changes (a check run journals a dozen lines) are told once, after this many milliseconds. */
const quietTime = 40;

/**
 * What every view shows: career path, labs, progress and sessions as last read. Reads when first asked, and again
 * when something changed, in whatever window or shell.
 */
export class LabFacts implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly store = new DisposableStore();
  private readonly stale: { labs: Stale; progress: boolean } = { labs: 'all', progress: true };
  private known?: PathFacts;
  private reading?: Promise<PathFacts>;
  private timer?: NodeJS.Timeout;

  /** Fires when what `read()` gives may have changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly onTrouble: (what: string, error: unknown) => void,
    /** Whether a lab is only being checked by itself: who saved a file is not to see the whole lab busy. */
    private readonly isWatched: (lab: string) => boolean = () => false,
    /** `PathFacts.enforced`, as it is set now. */
    private readonly isEnforced: () => boolean = () => false,
  ) {
    this.store.add(this.changed);
    this.store.add(lazy.onDidCreate((core) => this.listen(core)));
  }

  /** What was last read; undefined before anything asked. */
  get current(): PathFacts | undefined {
    return this.known;
  }

  /** The facts, read anew where they are stale. */
  read(): Promise<PathFacts> {
    this.reading ??= this.load().finally(() => (this.reading = undefined));
    return this.reading;
  }

  async find(identity: string): Promise<Lab | undefined> {
    return (await this.read()).labs.find((lab) => lab.identity === identity);
  }

  /** The facts with what this process has just journaled, which is otherwise told a moment later. */
  readProgress(): Promise<PathFacts> {
    this.stale.progress = true;
    return this.read();
  }

  /** Reads labs and career path again: a setting changed, or somebody pressed Refresh; or only the labs of these files. */
  refresh(files?: readonly string[]): void {
    this.stale.labs = joined(this.stale.labs, files ?? 'all');
    this.stale.progress = true;
    this.tell();
  }

  private async load(): Promise<PathFacts> {
    const core = await this.lazy.get();
    let known = this.known;
    while (!known || this.stale.labs.length > 0 || this.stale.progress) {
      known = await this.loadStale(core, known);
      this.known = known;
    }
    return known;
  }

  private async loadStale(core: Core, known: PathFacts | undefined): Promise<PathFacts> {
    const { labs, progress } = { ...this.stale };
    this.stale.labs = [];
    this.stale.progress = false;
    try {
      const [taught, summary] = await Promise.all([
        labs.length > 0 || !known ? curriculum(core, known ? labs : 'all') : known,
        progress || !known ? core.summary() : known.summary,
      ]);
      return { ...taught, summary, enforced: this.isEnforced(), state: (identity) => this.stateOf(core, identity) };
    } catch (error) {
      this.stale.labs = joined(labs, this.stale.labs);
      this.stale.progress ||= progress;
      throw error;
    }
  }

  private stateOf(core: Core, identity: string): SessionState {
    const state = core.sessions.state(identity);
    return state.kind === 'checking' && this.isWatched(identity) ? { kind: 'ready' } : state;
  }

  private listen(core: Core): void {
    this.store.add(core.sessions.onDidChange(() => this.tell()));
    this.store.add(
      core.onDidChangeProgress(() => {
        this.stale.progress = true;
        this.tell();
      }),
    );
    core.sessions
      .resume()
      .then((trouble) => {
        this.tell();
        if (trouble) {
          throw trouble;
        }
      })
      .catch((error: unknown) => this.onTrouble('Look for running labs', error));
  }

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire();
    }, quietTime);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.store.dispose();
  }
}

/** What there is to learn, whatever anybody did of it. */
async function curriculum(core: Core, stale: Stale): Promise<Omit<PathFacts, 'summary' | 'state'>> {
  const [{ path, problems }, { labs, ...snapshot }] = await Promise.all([core.careerPath(), stale === 'all' ? core.catalog.load() : core.catalog.reload(stale)]);
  return {
    path,
    pathProblems: problems,
    catalogProblems: snapshot.problems,
    shadowing: new Set(labs.filter(({ shadows }) => shadows).map(({ identity }) => identity)),
    labs: inLearningOrder(labs.flatMap(({ lab }) => lab ?? []), path),
    broken: labs.filter(({ lab }) => !lab).map(brokenLab),
    catalogs: snapshot.catalogs,
  };
}

function brokenLab({ id, folder, problems }: LabEntry): BrokenLab {
  return { name: id, folder, problems };
}
