import * as vscode from 'vscode';
import type { CareerGuide } from '../career/careerGuide';
import { type CommandArguments, commandIds, type CommandId, labOf, type LabTarget, stepOf, type StepTarget } from '../commandIds';
import type { Lab } from '../../curriculum/lab';
import type { EngineWatch } from '../engineWatch';
import { follow } from '../failures';
import type { LearnerFolder } from '../folder/learnerFolder';
import type { GuidePanels } from '../guide/guidePanels';
import type { GuidePreviews } from '../guide/guidePreviews';
import type { IdleStop } from '../idle/idleStop';
import type { LabChecker } from '../labChecker';
import type { LabChoice } from '../labChoice';
import type { LabFacts } from '../labFacts';
import type { LabStarter } from '../labStarter';
import type { LazyCore } from '../lazyCore';
import type { Ports } from '../ports';
import type { Prerequisites } from '../prerequisites';
import type { ServiceLogs } from '../serviceLogs';
import type { LabTerminals } from '../terminal/labTerminals';
import type { CareerPathView } from '../tree/careerPathView';
import type { FilterStore } from '../tree/filterStore';
import { continueLab } from './continueLab';
import { filterLabs } from './filterLabs';
import { labMenu } from './labMenu';
import { openProblem } from './openProblem';
import { openSetting } from './openSetting';
import { resetStep, undoReset } from './resetStep';
import { searchLabs } from './searchLabs';
import { restartService, showLogs } from './services';
import { stopAllLabs } from './stopAll';

/** What commands are made of. */
export interface CommandParts {
  lazy: LazyCore;
  facts: LabFacts;
  choice: LabChoice;
  prerequisites: Prerequisites;
  filter: FilterStore;
  tree: CareerPathView;
  starter: LabStarter;
  checker: LabChecker;
  guides: GuidePanels;
  career: CareerGuide;
  previews: GuidePreviews;
  terminals: LabTerminals;
  ports: Ports;
  folder: LearnerFolder;
  engine: EngineWatch;
  idle: IdleStop;
  logs: ServiceLogs;
  log: vscode.LogOutputChannel;
  /** The product's own folders. */
  product: { templates: string; images: string };
}

type Handlers = { [K in CommandId]: (...args: CommandArguments[K]) => Promise<void> };

/**
 * What each command does; each resolves when its work is done. Arguments come from menus, other extensions and key bindings: they are read, not
 * trusted.
 */
export function commandHandlers(parts: CommandParts): Handlers {
  const { lazy, facts, choice, starter, checker, guides, previews, career, terminals, ports, folder, engine, idle, logs, log } = parts;
  const { prerequisites, filter, tree } = parts;
  const start = async (lab: Lab): Promise<void> => {
    if (await prerequisites.admit(lab)) {
      await starter.start(lab);
    }
  };
  const checkStep = async (target?: LabTarget | StepTarget): Promise<void> => {
    const view = await choice.running(target, vscode.l10n.t('Check Step'));
    await (view && checker.check(view.lab.identity, view.lab.definition.title, { step: stepOf(target) }));
  };
  return {
    [commandIds.startLab]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Start Lab'));
      await (lab && start(lab));
    },
    [commandIds.startAnyway]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Start Anyway'));
      await (lab && prerequisites.admitAnyway(lab));
      await (lab && starter.start(lab));
    },
    [commandIds.preparePrerequisite]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Prepare Prerequisite'));
      await (lab && prerequisites.prepare(lab));
    },
    [commandIds.showPrerequisite]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Show What Comes First'));
      await (lab && prerequisites.show(lab));
    },
    [commandIds.continue]: () => continueLab(facts, guides, start),
    [commandIds.filterLabs]: () => filterLabs(facts, filter),
    [commandIds.clearFilter]: () => filter.clear(),
    [commandIds.searchLabs]: () => searchLabs(facts, tree, guides),
    [commandIds.restartLab]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Restart Lab'));
      await (lab && starter.restart(lab, { newVersion: true }));
    },
    [commandIds.stopLab]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Stop Lab'), { notReadyToo: true });
      await (view && starter.stop(view));
    },
    [commandIds.resetLab]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Reset Lab'));
      if (lab && (await prerequisites.admit(lab))) {
        await starter.reset(lab);
      }
    },
    [commandIds.resetStep]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Reset Step'));
      await (lab && resetStep(lazy, starter, lab, stepOf(target)));
    },
    [commandIds.undoReset]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Undo Reset'));
      await (lab && undoReset(lazy, lab));
    },
    [commandIds.stopAll]: () => stopAllLabs(lazy),
    [commandIds.keepLabOn]: () => idle.keepOn(),
    // Rarely used: loaded when asked for.
    [commandIds.cleanUp]: async () => (await import('./cleanUp')).cleanUp(lazy),
    [commandIds.exportResults]: async () => (await import('./exportResults')).exportResults(lazy),
    [commandIds.doctor]: async () => {
      // Whoever asks may have just mended it: views, and the walkthrough's first step, shall know.
      void engine.look();
      await (await import('./checkMachine')).checkMachine(lazy, follow);
    },
    [commandIds.checkClass]: async (answer) => (await import('./checkMachine')).checkClass(lazy, facts, follow, answer),
    [commandIds.checkLab]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Check Lab'));
      await (view && checker.check(view.lab.identity, view.lab.definition.title, { all: true }));
    },
    [commandIds.checkStep]: checkStep,
    [commandIds.retryStep]: checkStep,
    [commandIds.nextStep]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Next Step'));
      if (view) {
        await (await lazy.get()).sessions.next(view.lab.identity);
        const now = (await lazy.get()).sessions.view(view.lab.identity);
        await guides.open(view.lab, { page: now?.currentStep, preserveFocus: true });
      }
    },
    [commandIds.openGuide]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Open Guide'));
      await (lab && guides.open(lab, { page: stepOf(target), preserveFocus: labOf(target) !== undefined }));
    },
    [commandIds.openCareerGuide]: () => career.open(),
    [commandIds.previewGuide]: (page) => previews.open(page?.fsPath),
    [commandIds.newLab]: async (answers) => (await import('./newLab')).newLab(facts, parts.product, answers),
    [commandIds.importLab]: async (answers) => (await import('./importLab')).importLab(facts, parts.product, answers),
    [commandIds.prefetch]: async (answer) => (await import('./prefetchImages')).prefetchImages(lazy, facts, answer),
    [commandIds.makeBundle]: async (answer) => (await import('./classBundle')).makeClassBundle(lazy, facts, answer),
    [commandIds.loadBundle]: async (answer) => (await import('./classBundle')).loadClassBundle(lazy, facts, answer),
    [commandIds.gradeHandIns]: async (answers) => {
      const lab = await choice.lab(answers, vscode.l10n.t('Grade Hand-ins'));
      await (lab && (await import('./gradeHandIns')).gradeHandIns(lazy, lab, answers));
    },
    [commandIds.addPack]: async (answer) => (await import('./labPacks')).addLabPack(lazy, facts, answer),
    [commandIds.updatePacks]: async () => (await import('./labPacks')).updateLabPacks(lazy, facts),
    [commandIds.removePack]: async () => (await import('./labPacks')).removeLabPack(lazy, facts),
    [commandIds.addStep]: async (where) => (await import('./addToLab')).addStepToLab(where),
    [commandIds.addCheck]: async (where) => (await import('./addToLab')).addCheckToLab(where),
    [commandIds.openTerminal]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Open Terminal'));
      await (view && terminals.show(view.lab, { focus: true }));
    },
    [commandIds.openPort]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Open Port'));
      const port = view && (target && 'service' in target ? target : await ports.choose(view));
      await (port && ports.open(port));
    },
    [commandIds.openFolder]: async (target) => {
      const lab = await choice.lab(target, vscode.l10n.t('Open Lab Folder'));
      const view = lab && (await lazy.get()).sessions.view(lab.identity);
      if (view) {
        await folder.open(view, { ask: 'always' });
      } else if (lab) {
        // A lab that was never started has no folder yet.
        await start(lab);
      }
    },
    [commandIds.restartService]: (target) => restartService(lazy, choice, target),
    [commandIds.showLogs]: (target) => showLogs(choice, logs, target),
    [commandIds.labMenu]: async (target) => {
      const view = await choice.running(target, vscode.l10n.t('Lab Menu'), { notReadyToo: true });
      await (view && labMenu(view));
    },
    [commandIds.chooseContext]: async () => (await import('./chooseContext')).chooseContext(lazy),
    [commandIds.showLog]: async () => log.show(true),
    [commandIds.refresh]: async () => facts.refresh(),
    [commandIds.retryEngine]: async () => {
      const status = await engine.look();
      if (status?.usable === false) {
        throw status.error;
      }
      const trouble = await (await lazy.get()).sessions.resume();
      if (trouble) {
        throw trouble;
      }
      facts.refresh();
    },
    [commandIds.openSetting]: openSetting,
    [commandIds.openProblem]: openProblem,
  };
}
