import * as vscode from 'vscode';
import { ActiveLab } from './activeLab';
import { Arrival } from './arrival';
import { Authoring } from './authoring/authoring';
import { Builds } from './builds';
import { CareerGuide } from './career/careerGuide';
import { CheckResults } from './checkResults';
import { type CommandId } from './commandIds';
import { commandHandlers } from './commands/commandTable';
import { watchCatalogSources } from './catalogSources';
import { createEditorCore, terminalProgram } from './editorCore';
import { EngineWatch } from './engineWatch';
import { Failures } from './failures';
import { LearnerFolder, windowFolders } from './folder/learnerFolder';
import { noteFirstCheck } from './firstCheck';
import { GuideActions } from './guide/guideActions';
import { GuidePanels } from './guide/guidePanels';
import { GuidePreviews } from './guide/guidePreviews';
import { GuideReader } from './guide/guideReader';
import { GuideRevival } from './guide/guideRevival';
import { Places } from './guide/places';
import { IdleStop } from './idle/idleStop';
import { LabChecker } from './labChecker';
import { LabChoice } from './labChoice';
import { LabFacts } from './labFacts';
import { LabStarter } from './labStarter';
import { LazyCore } from './lazyCore';
import { LearnerProblems } from './learnerProblems';
import { Ports } from './ports';
import { ServiceLogs } from './serviceLogs';
import { Prerequisites } from './prerequisites';
import { enforcesRequires, homeFolder } from './settings';
import { resumeWindow } from './startup';
import { StatusBar } from './statusBar';
import { LabTerminals } from './terminal/labTerminals';
import { TerminalRecords } from './terminal/terminalRecords';
import { TestingView } from './testing/testingView';
import { CareerPathView } from './tree/careerPathView';
import { FilterStore } from './tree/filterStore';
import { CheckOnSave } from './watch/checkOnSave';
import { LearnerFiles } from './watch/learnerFiles';

/** What the extension hands its commands to. */
export interface Product {
  /** Does what the command is for, with arguments from wherever it was called. Never rejects: failures are shown. Resolves when the work is done. */
  run(command: CommandId, args: unknown[]): Promise<void>;
}

/** Puts the parts together. What costs time is made when something first needs it. */
export function startProduct(context: vscode.ExtensionContext): Product {
  const own = <T extends vscode.Disposable>(part: T): T => (context.subscriptions.push(part), part);
  const log = own(vscode.window.createOutputChannel('AI Labs', { log: true }));
  const failures = new Failures(log);
  try {
    const onTrouble = failures.record.bind(failures);
    const lazy = own(new LazyCore(() => createEditorCore(context, log)));
    const results = new CheckResults();
    const facts = own(new LabFacts(lazy, onTrouble, (lab) => results.isWatched(lab), enforcesRequires));
    const engine = own(new EngineWatch(lazy, log));
    const active = new ActiveLab(lazy, windowFolders);
    const [ports, folder] = [new Ports(lazy), new LearnerFolder(homeFolder, context.globalState)];
    const terminals = own(new LabTerminals(new TerminalRecords(context.workspaceState), () => terminalProgram(context)));
    const builds = new Builds(lazy, facts, engine, onTrouble);
    const reader = new GuideReader(lazy, facts, results, engine, ports, builds);
    const guides = own(new GuidePanels(context.extensionUri, reader, facts, results, engine, new Places(context.workspaceState), onTrouble));
    const career = own(new CareerGuide(context.extensionUri, facts, context.globalState, onTrouble));
    own(new GuideRevival(context.workspaceState, guides, facts, onTrouble));
    const previews = own(new GuidePreviews(context.extensionUri, reader, facts, onTrouble));
    const arrival = new Arrival(guides, terminals, folder, onTrouble);
    const starter = new LabStarter(lazy, engine, active, arrival, results, builds, log);
    const prerequisites = new Prerequisites(lazy, facts);
    const filter = own(new FilterStore(context.workspaceState));
    const tree = own(new CareerPathView({ facts, engine, filter, builds: builds.words.bind(builds), onTrouble }));
    const checker = new LabChecker(lazy, active, results, log, { guide: (lab) => guides.shows(lab), tree: () => tree.visible });
    const choice = new LabChoice(lazy, facts, active);
    own(new GuideActions(lazy, guides, starter, checker, terminals, ports, engine, failures).listen(previews.onMessage));
    const changes = own(new LearnerFiles(lazy, homeFolder, onTrouble));
    const watch = own(new CheckOnSave(lazy, checker, changes, terminals, onTrouble));
    own(new TestingView({ lazy, facts, results, checker, watch, failures, folders: windowFolders, program: () => terminalProgram(context) }));
    own(noteFirstCheck(results));
    own(new StatusBar(lazy, facts, active));
    own(new LearnerProblems(lazy, results, facts));
    own(watchCatalogSources((files) => facts.refresh(files)));
    own(new Authoring({ lazy, facts, failures, log, program: () => terminalProgram(context), schemas: context.asAbsolutePath('schema') }));
    const idle = own(new IdleStop(lazy, changes, homeFolder(), () => terminalProgram(context), onTrouble));
    const logs = own(new ServiceLogs(lazy, onTrouble));
    const handlers: Record<CommandId, (...args: never[]) => Promise<void>> = commandHandlers({
      lazy, facts, choice, prerequisites, filter, tree, starter, checker, guides, previews, career, terminals, ports, folder, engine, idle, logs, log,
      product: { templates: context.asAbsolutePath('templates'), images: context.asAbsolutePath('labs/images') },
    });
    void failures.guard('Resume', () => resumeWindow(homeFolder(), lazy, arrival, log));
    return { run: (command, args) => failures.guard(command, () => handlers[command](...(args as never[]))) };
  } catch (error) {
    failures.show('Activate', error);
    return { run: async (command) => failures.show(command, error) };
  }
}
