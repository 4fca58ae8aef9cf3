import type { Disposable } from './common/disposable';
import type { Event } from './common/event';
import type { Log } from './common/log';
import type { CareerPath } from './curriculum/careerPath';
import type { Catalog, CatalogRoot } from './curriculum/catalog';
import type { Problem } from './curriculum/problem';
import type { Engine } from './engines/engine';
import type { Summary } from './progress/summary';
import type { Sessions } from './session/api';

export interface CoreOptions {
  /** Absolute path of `aiLabs.home`. */
  home: string;
  /** Asked again whenever the catalog is loaded. */
  catalogRoots: () => CatalogRoot[];
  /** `aiLabs.docker.host`, where set. */
  dockerHost?: string;
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
  careerPath(): Promise<{ path?: CareerPath; problems: Problem[] }>;
  /** The engine, connected to when first asked for; never probed here. */
  engine(): Promise<Engine>;
  /** What the journal says, kept up to date. */
  summary(): Promise<Summary>;
  /** Any process appended to the journal. */
  readonly onDidChangeProgress: Event<void>;
}
