import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { env, l10n } from 'vscode';
import { systemCode, UserError } from '../../common/errors';
import { unisolatedServices } from '../../curriculum/isolation';
import { findStep, type Lab } from '../../curriculum/lab';
import { localPage } from '../../curriculum/localPage';
import type { GuideBlock as RenderedBlock, RenderedGuide } from '../../curriculum/render';
import { solutionFiles } from '../../curriculum/solutionFiles';
import type { DownService, SessionState, SessionView } from '../../session/api';
import { labsByIdentity, lockOf } from '../../session/learning/requires';
import type { GuideState } from '../../webview/protocol/state';
import type { Builds } from '../builds';
import type { CheckResults } from '../checkResults';
import { commandIds } from '../commandIds';
import { countedBy } from '../counted';
import { downText } from '../downText';
import type { EngineWatch } from '../engineWatch';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import { lockReason, lockWays } from '../lockWords';
import type { Ports } from '../ports';
import { currentStep, phaseOf } from '../tree/pathModel';
import { countedText, difficultyWord } from '../tree/words';
import { guideState, labAfter, unlockedBy } from './guideModel';
import { firstPage, guidePages, type PageSource } from './guidePages';
import type { Place } from './places';

/** A page as it is shown, with what the panel itself must not know: the text of its blocks. */
export interface OpenPage {
  lab: Lab;
  view?: SessionView;
  state: GuideState;
  blocks: readonly RenderedBlock[];
}

/** A page as its author has it in an editor: of the lab on disk, whatever runs. */
export interface Draft {
  lab: Lab;
  /** Id of the page, its absolute file, and its text. */
  page: string;
  file: string;
  text: string;
}

/** Reads a lab's guide with everything around it: what the panel shows. Needs no engine. */
export class GuideReader {
  constructor(
    private readonly lazy: LazyCore,
    private readonly facts: LabFacts,
    private readonly results: CheckResults,
    private readonly engine: EngineWatch,
    private readonly ports: Ports,
    private readonly builds: Pick<Builds, 'known' | 'onDidLearn'>,
  ) {}

  /** Fires with a lab of which more is known than what was read. */
  get onDidLearn(): Builds['onDidLearn'] {
    return this.builds.onDidLearn;
  }

  /** Where a lab's pages lie: in the copy that was started, else in its catalog. */
  folder(lab: Lab): string {
    return this.lazy.current?.sessions.view(lab.identity)?.lab.folder ?? lab.folder;
  }

  /** The same for a lab known by name only; undefined where it is gone. */
  async findFolder(identity: string): Promise<string | undefined> {
    const lab = await this.facts.find(identity);
    return lab && this.folder(lab);
  }

  /**
   * `page` undefined: where the learner is, or the `place` where they were reading at that step. `imageUri` says how a
   * picture's absolute path is loaded.
   */
  async read(identity: string, page: string | undefined, imageUri: (file: string) => string, { place, draft }: { place?: Place; draft?: Draft } = {}): Promise<OpenPage> {
    const known = await this.facts.read();
    const core = await this.lazy.get();
    const view = core.sessions.view(identity);
    const lab = draft?.lab ?? view?.lab ?? known.labs.find((each) => each.identity === identity);
    if (!lab) {
      throw new UserError(l10n.t('The lab {0} is not there any more.', identity), {
        code: 'lab-missing',
        action: { label: l10n.t('Look Again'), text: '', command: commandIds.refresh },
      });
    }
    const progress = known.summary.labs[identity];
    const pages = guidePages(lab);
    const unisolated = (view?.unisolated ?? unisolatedServices(lab.definition)).length > 0;
    const here = currentStep(lab, progress);
    const first = place?.step === here && pages.some(({ id }) => id === place.page) ? place.page : firstPage(pages, {
      touched: Object.keys({ ...progress?.steps, ...progress?.checks, ...progress?.hints }).length > 0,
      allDone: lab.definition.steps.every((step) => progress?.steps[step.id] !== undefined),
      currentStep: here,
    });
    const source = pages.find((each) => each.id === page) ?? pages.find((each) => each.id === first);
    if (!source) {
      throw new Error(`The lab ${identity} has no pages.`);
    }
    const step = source.kind === 'step' && progress?.solutions[source.id] ? findStep(lab.definition, source.id) : undefined;
    const { html, blocks, inline } = await this.render(lab, source, { view, imageUri, draft: draft?.page === source.id ? draft : undefined });
    const counted = countedBy(progress, source.id);
    const lock = lockOf(lab, known, labsByIdentity(known.labs));
    const state = guideState(
      {
        lab, view, progress, unisolated,
        state: core.sessions.state(identity),
        results: this.results,
        engine: this.engine.status,
        unlocked: unlockedBy(lab, known.labs),
        lock: lock?.missing[0] && { text: lockReason(lock), lab: lock.missing[0].lab, ways: lockWays(lock) },
        goOn: labAfter(lab, known.path, known.labs, known.summary),
        learned: (known.path?.skills ?? []).filter(({ id }) => lab.definition.skills.includes(id)).map(({ title }) => title),
        words: {
          intro: l10n.t('Introduction'),
          finish: l10n.t('Finish'),
          tryAgain: l10n.t('Try Again'),
          builds: phaseOf(core.sessions.state(identity)) === 'idle' ? this.builds.known(lab) : '',
          counted: counted && countedText(counted),
          down: downText(stateDown(core.sessions.state(identity))),
          facts: [l10n.t('{0} min', lab.definition.minutes), difficultyWord(lab.definition.difficulty)].join(' · '),
        },
      },
      pages, source,
      { html, inline, solution: step && (await solutionFiles(lab, step)), blocks: blocks.map(({ index, run, copy, saveAs }) => ({ index, run, copy, saveAs })) },
    );
    return { lab, view, state, blocks };
  }

  private async render(
    lab: Lab, page: PageSource, { view, imageUri, draft }: { view?: SessionView; imageUri: (file: string) => string; draft?: Draft },
  ): Promise<RenderedGuide & { inline: (markdown: string) => string }> {
    const { renderGuide, renderInline } = await import('../../curriculum/render');
    const file = draft?.file ?? path.join(lab.folder, pageFile(lab, page));
    const markdown = draft?.text ?? (await readPage(file));
    const variables = await this.variables(lab, view);
    return {
      ...renderGuide(markdown, { variables, folder: lab.folder, file, imageUri }),
      inline: (text) => renderInline(text, variables),
    };
  }

  /** Values of `{{…}}`. Ports have none while the lab does not run. */
  private async variables(lab: Lab, view: SessionView | undefined): Promise<Record<string, string>> {
    const values: Record<string, string> = { workspace: lab.definition.workspace };
    for (const [name, value] of Object.entries(view?.inputs ?? {})) {
      values[`input.${name}`] = value;
    }
    for (const { service, container, host } of view?.ports ?? []) {
      values[`port.${service}.${container}`] = String(host);
      values[`url.${service}.${container}`] = (await this.ports.externalUri(lab.identity, service, container)).toString(true).replace(/\/$/, '');
    }
    return values;
  }
}

function stateDown(state: SessionState): DownService[] | undefined {
  return state.kind === 'failed' ? state.down : undefined;
}

/** The page in the editor's language where there is one; of a lab whose folder is gone, the page it had. */
function pageFile({ folder }: Lab, { file }: PageSource): string {
  try {
    return localPage(folder, file, env.language);
  } catch (error) {
    if (systemCode(error) === undefined) {
      throw error;
    }
    return file;
  }
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') {
      throw error;
    }
    return l10n.t('This page of the guide is missing: {0}', file);
  }
}
