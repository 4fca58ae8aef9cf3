import * as vscode from 'vscode';
import { Emitter } from '../common/event';
import type { Lab } from '../curriculum/lab';
import { parseSize } from '../curriculum/units';
import type { ImageToMake } from '../session/start/toMake';
import type { EngineWatch } from './engineWatch';
import type { LabFacts } from './labFacts';
import type { LazyCore } from './lazyCore';
import { showInformationMessage } from './messages';

/** From so many minutes on a start asks before it builds: less is over before anyone has read the question. */
const worthAsking = 2;

/** How long a start waits to hear what there is to build, in milliseconds. */
const patience = 3000;

/** What was heard of a lab's images is taken for true for so long, in milliseconds. */
const freshFor = 30_000;

/** Tells what a first start builds or pulls, before it does. */
export class Builds {
  private readonly learned = new Emitter<string>();
  private readonly heard = new Map<string, { text: string; at: number }>();

  /** Fires with a lab of which `known` says something else by now. */
  readonly onDidLearn = this.learned.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly facts: LabFacts,
    private readonly engine: Pick<EngineWatch, 'status'>,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {}

  /** What was last heard of a lab, empty where nothing was; whoever asks now and then is told by `onDidLearn` when there is more. */
  known({ identity }: Lab): string {
    const heard = this.heard.get(identity);
    if (this.engine.status?.usable && (!heard || Date.now() - heard.at > freshFor)) {
      this.heard.set(identity, { text: heard?.text ?? '', at: Date.now() });
      void this.learn(identity);
    }
    return heard?.text ?? '';
  }

  private async learn(identity: string): Promise<void> {
    const text = await this.words(identity, AbortSignal.timeout(patience));
    const before = this.heard.get(identity)?.text;
    this.heard.set(identity, { text, at: Date.now() });
    if (text !== before) {
      this.learned.fire(identity);
    }
  }

  /** For a tooltip: empty where all is there, and where nothing can be known just now. */
  async words(identity: string, signal?: AbortSignal): Promise<string> {
    const lab = await this.facts.find(identity);
    const images = lab && this.engine.status?.usable ? await this.missing(lab, signal) : [];
    return lab && images.length > 0 ? this.say(lab, images).text : '';
  }

  /** Asks where what is to be built takes a while; resolves to whether to go on. */
  async agree(lab: Lab): Promise<boolean> {
    // What is built now is not to be built the next time, for whatever lab.
    this.heard.clear();
    // Whoever waits to begin does not wait for an engine that is slow to say what it has.
    const images = this.engine.status?.usable === false ? [] : await this.missing(lab, AbortSignal.timeout(patience));
    const { text, minutes } = this.say(lab, images);
    if (minutes < worthAsking) {
      return true;
    }
    const start = vscode.l10n.t('Start Lab');
    const question = vscode.l10n.t('Build what “{0}” runs on?', lab.definition.title);
    return (await showInformationMessage(question, { modal: true, detail: text }, start)) === start;
  }

  /** An engine that cannot be asked says so when the lab starts. */
  private async missing(lab: Lab, signal?: AbortSignal): Promise<ImageToMake[]> {
    try {
      return await (await this.lazy.get()).imagesToMake(lab, signal);
    } catch (error) {
      this.onTrouble('Look for the images of a lab', error);
      return [];
    }
  }

  private say(lab: Lab, images: readonly ImageToMake[]): { text: string; minutes: number } {
    const costs = this.facts.current?.catalogs?.find(({ id }) => id === lab.catalog)?.images ?? {};
    const known = images.map(({ name }) => costs[name.replace(/^ai-labs\//, '')]);
    const minutes = known.reduce((sum, cost) => sum + (cost?.minutes ?? 0), 0);
    const bytes = known.reduce((sum, cost) => sum + (parseSize(cost?.size ?? '') ?? 0), 0);
    const names = images.map(({ name }) => name.replace(/^ai-labs\/(lab-)?/, '')).join(', ');
    const text = known.every((cost) => cost !== undefined)
      ? vscode.l10n.t('The first start builds {0}: up to {1} MB, about {2} min. Other labs share it.', names, Math.round(bytes / 1024 ** 2), minutes)
      : vscode.l10n.t('The first start builds or fetches {0}, which takes a while.', names);
    return { text, minutes };
  }
}
