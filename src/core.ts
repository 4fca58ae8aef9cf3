import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { GradeOptions } from './authoring/grading/grade';
import type { Grading } from './authoring/grading/grading';
import { prepare, type PrepareOptions } from './authoring/prepare';
import { type Disposable, DisposableStore } from './common/disposable';
import { Emitter, type Event } from './common/event';
import type { Log } from './common/log';
import { Catalog, type CatalogRoot } from './curriculum/catalog';
import { CareerPathFile, type LoadedCareerPath } from './curriculum/careerPathFile';
import { careerPathOf } from './curriculum/catalogRoot';
import { joinCareerPaths } from './curriculum/joinCareerPaths';
import type { Lab } from './curriculum/lab';
import type { ContextChoice } from './engines/docker/connect/contexts';
import type { DockerConnection } from './engines/docker/connect/dockerConnection';
import type { Engine } from './engines/engine';
import { Journal } from './progress/journal';
import type { Summary } from './progress/summary';
import type { Sessions } from './session/api';
import { bundleRoots } from './session/catalogs/bundles';
import { type PackRecord, packRoots, readPacks } from './session/catalogs/packRecords';
import { CleanUp } from './session/cleanup/cleanUp';
import { makeRehearsalHome } from './session/cleanup/rehearsalHome';
import { type ImageToMake, imagesToMake } from './session/start/toMake';
import { labDigest } from './session/start/digest';
import { examine, examineClass } from './session/doctor/examine';
import type { Finding } from './session/doctor/finding';
import type { ExportSources } from './session/results/exporting';
import { type FillFolder, type FreshLab, openFreshLab } from './session/freshLab';
import { Home } from './session/home';
import { setEnforced } from './session/learning/enforcement';
import { refusal } from './session/learning/refusal';
import { labsByIdentity, type Lock, lockOf } from './session/learning/requires';
import { buildAlone } from './session/start/imageLock';
import { Locks } from './session/locks/lock';
import { Records } from './session/state/record';
import { LabSessions } from './session/sessions';

export interface CoreOptions {
  /** Absolute path of `aiLabs.home`. */
  home: string;
  /** Asked again whenever the catalog is loaded. */
  catalogRoots: () => CatalogRoot[];
  /** `aiLabs.docker.host` and `aiLabs.docker.context`, where set; asked whenever the engine is connected to. */
  docker?: () => { host?: string; context?: string };
  /** `SessionsOptions.snapshotLimit`. */
  snapshotLimit?: () => number;
  /** `SessionsOptions.standsBy`. */
  standsBy?: boolean;
  /** Whether only completed labs open those that build on them; default no. Asked at every start. */
  enforcesRequires?: () => boolean;
  /** Folder of the files that go into containers: `dist/container`, or `src/checks/container` from source. */
  assets: string;
  /** The career path file; default the one beside the built-in labs. */
  careerPath: string;
  log: Log;
  /** Such as `en`. */
  locale: string;
}

/** Everything the product is, without an editor: what the extension and the command line share. */
export interface Core extends Disposable {
  readonly home: string;
  readonly catalog: Catalog;
  readonly sessions: Sessions;
  /** What the product owns on this machine. */
  readonly cleanUp: CleanUp;
  /** Whether labs can run on this machine, and what to do where they cannot. */
  examine(signal?: AbortSignal): Promise<Finding[]>;
  /** Whether a class can do these labs on this machine: the same, with the images they start from. */
  examineClass(labs: readonly Lab[], signal?: AbortSignal): Promise<Finding[]>;
  careerPath(): Promise<LoadedCareerPath>;
  /** The lab packs that the person was asked about, refused ones too. */
  packs(): PackRecord[];
  /** The engine, connected to when first asked for; never probed here. */
  engine(): Promise<Engine>;
  /** Goes over to the engine that the settings name by now; labs of the one before stay where they are. */
  reconnect(): Promise<void>;
  /** The Docker contexts of this machine, each asked whether it answers. */
  contexts(signal?: AbortSignal): Promise<ContextChoice[]>;
  /** What the journal says, kept up to date. */
  summary(): Promise<Summary>;
  /** What exports are made of, but for what the learner says of themselves. */
  exportSources(signal?: AbortSignal): Promise<Omit<ExportSources, 'learner' | 'language' | 'files'>>;
  /**
   * What comes before a lab and is not done yet; undefined where nothing is. Rejects with the UserError `lab-locked` where
   * nothing gets around that.
   */
  admit(lab: Lab): Promise<Lock | undefined>;
  /** Whether `admit` of the command line refuses as well, from now on. Rejects with a UserError where that cannot be written. */
  enforceInShells(on: boolean): Promise<void>;
  /**
   * Makes a lab that others build on count as prepared, never as passed: its own solution is applied to a fresh lab
   * that lives in a home of its own and is gone afterwards, whatever happens; the learner's files of it are not touched.
   * Rejects with CancelledError, a UserError of the start, `no-solution`, or `prepare-failed` where the solution does not hold.
   */
  prepare(lab: Lab, options: PrepareOptions): Promise<void>;
  /**
   * Runs the checks of a lab's end on what learners handed in: folders or zips of it, or folders of many. Nothing of this home's
   * own labs and progress is touched, and nothing of it stays. Rejects as `grade` and `findHandIns` in authoring/grading do.
   */
  grade(lab: Lab, paths: readonly string[], options: GradeOptions): Promise<Grading>;
  /** What a start of a lab would build or pull first; empty where all of it is there. Rejects with the engine's UserErrors. */
  imagesToMake(lab: Lab, signal?: AbortSignal): Promise<ImageToMake[]>;
  /** Any process appended to the journal. */
  readonly onDidChangeProgress: Event<void>;
}

/** A session's own copy of a lab, read anew. */
async function readCopy(folder: string, catalog: string, images: string): Promise<Lab | undefined> {
  const { readLab } = await import('./curriculum/parseLab');
  return readLab({ file: path.join(folder, 'lab.yaml'), catalog, images }).lab;
}

/** Builds the core. Nothing is read, connected to or made until something is asked for. */
export function createCore(options: CoreOptions): Core {
  const { log, locale, assets } = options;
  const home = new Home(options.home);
  const catalog = new Catalog({ roots: () => [...options.catalogRoots(), ...packRoots(home), ...bundleRoots(home)], cacheFile: path.join(home.cache, 'catalog.json'), log });
  const journal = new Journal(home.journal, log);
  const progress = new Emitter<void>();
  const owned = new DisposableStore();
  let engine: Promise<DockerConnection> | undefined;
  const connect = (): Promise<DockerConnection> => {
    engine ??= import('./engines/docker/engine').then(({ createDockerEngine }) => createDockerEngine({ place: options.docker, log, alone: buildAlone(home) }));
    return engine;
  };
  const sessions = new LabSessions({
    home,
    journal,
    log,
    locale,
    assets,
    engine: connect,
    digest: labDigest,
    snapshotLimit: options.snapshotLimit,
    standsBy: options.standsBy,
    findLab: async (identity) => (await catalog.load()).byIdentity(identity)?.lab,
    readLab: readCopy,
  });
  owned.add(progress);
  owned.add(journal);
  owned.add(sessions);
  owned.add(journal.onDidChange(() => progress.fire()));
  const freshLab = (lab: Lab, fill?: FillFolder): Promise<FreshLab> =>
    openFreshLab(lab, { home, log, locale, assets, engine: connect, digest: labDigest, readLab: readCopy }, fill);
  const careerPath = new CareerPathFile({ file: options.careerPath, cacheFile: path.join(home.cache, 'career-path.json'), log });
  const moreCareerPaths = new Map<string, CareerPathFile>();
  const readCareerPath = async (): Promise<LoadedCareerPath> => {
    const files = [...packRoots(home), ...bundleRoots(home)].flatMap(({ root }) => careerPathOf(root) ?? []);
    const more = files.map((file) => {
      const known = moreCareerPaths.get(file) ?? new CareerPathFile({ file, log });
      moreCareerPaths.set(file, known);
      return known.read();
    });
    return joinCareerPaths(await careerPath.read(), await Promise.all(more));
  };
  return {
    home: home.root,
    catalog,
    sessions,
    examine: async (signal) => examine({ home, engine: connect, labs: (await catalog.load(signal)).labs }, signal),
    examineClass: async (labs, signal) => examineClass({ home, engine: connect, labs, catalogs: (await catalog.load(signal)).catalogs }, signal),
    cleanUp: new CleanUp({ home, engine: connect, sessions, records: new Records(home.sessions, log), locks: new Locks(home.locks), log }),
    careerPath: readCareerPath,
    packs: () => readPacks(home),
    engine: connect,
    reconnect: async () => {
      (await engine)?.reconnect();
      await sessions.resume();
    },
    contexts: async (signal) => (await connect()).contexts(signal),
    summary: () => {
      journal.watch();
      return journal.read();
    },
    exportSources: async (signal) => {
      const [snapshot, { path: known }] = await Promise.all([catalog.load(signal), readCareerPath(), journal.read()]);
      return { path: known, labs: snapshot.labs.flatMap(({ lab }) => lab ?? []), summary: journal.summary, entries: journal.entries, now: new Date() };
    },
    imagesToMake: async (lab, signal) => imagesToMake(await connect(), lab, signal),
    admit: async (lab) => {
      const [{ labs }, summary] = await Promise.all([catalog.load(), journal.read()]);
      const lock = lockOf(lab, { summary, enforced: options.enforcesRequires?.() }, labsByIdentity(labs.flatMap((entry) => entry.lab ?? [])));
      if (lock?.enforced) {
        throw refusal(lab, lock);
      }
      return lock;
    },
    enforceInShells: (on) => setEnforced(home, on),
    prepare: async (lab, how) => {
      await home.make();
      await prepare(lab, () => freshLab(lab), how);
      await journal.append({ kind: 'prepared', lab: lab.identity });
    },
    grade: async (lab, paths, how) => {
      const { gradePaths } = await import('./authoring/grading/grade');
      await home.make();
      const scratch = await makeRehearsalHome(home.state);
      try {
        return await gradePaths(lab, paths, { open: (fill) => freshLab(lab, fill), engine: connect, solutionFolder: path.join(scratch, 'solution') }, how);
      } finally {
        await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
      }
    },
    onDidChangeProgress: progress.event,
    dispose: () => owned.dispose(),
  };
}
