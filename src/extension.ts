import * as vscode from 'vscode';
import { ActiveLab } from './ui/activeLab';
import { Arrival } from './ui/arrival';
import { Authoring } from './ui/authoring/authoring';
import { Builds } from './ui/builds';
import { CareerGuide } from './ui/career/careerGuide';
import { CheckResults } from './ui/checkResults';
import { commandHandlers, registerCommands } from './ui/commands/commandTable';
import { watchCatalogSources } from './ui/catalogSources';
import { createEditorCore, terminalProgram } from './ui/editorCore';
import { EngineWatch } from './ui/engineWatch';
import { Failures } from './ui/failures';
import { LearnerFolder, windowFolders } from './ui/folder/learnerFolder';
import { noteFirstCheck } from './ui/firstCheck';
import { GuideActions } from './ui/guide/guideActions';
import { GuidePanels } from './ui/guide/guidePanels';
import { GuidePreviews } from './ui/guide/guidePreviews';
import { GuideReader } from './ui/guide/guideReader';
import { GuideRevival } from './ui/guide/guideRevival';
import { Places } from './ui/guide/places';
import { IdleStop } from './ui/idle/idleStop';
import { LabChecker } from './ui/labChecker';
import { LabChoice } from './ui/labChoice';
import { LabFacts } from './ui/labFacts';
import { LabStarter } from './ui/labStarter';
import { LazyCore } from './ui/lazyCore';
import { LearnerProblems } from './ui/learnerProblems';
import { Ports } from './ui/ports';
import { ServiceLogs } from './ui/serviceLogs';
import { Prerequisites } from './ui/prerequisites';
import { enforcesRequires, homeFolder } from './ui/settings';
import { resumeWindow } from './ui/startup';
import { StatusBar } from './ui/statusBar';
import { LabTerminals } from './ui/terminal/labTerminals';
import { TerminalRecords } from './ui/terminal/terminalRecords';
import { TestingView } from './ui/testing/testingView';
import { CareerPathView } from './ui/tree/careerPathView';
import { FilterStore } from './ui/tree/filterStore';
import { CheckOnSave } from './ui/watch/checkOnSave';
import { LearnerFiles } from './ui/watch/learnerFiles';

/** Puts the parts together. What costs time is made when something first needs it. */
export function activate(context: vscode.ExtensionContext): void {
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
    const handlers = commandHandlers({
      lazy, facts, choice, prerequisites, filter, tree, starter, checker, guides, previews, career, terminals, ports, folder, engine, idle, logs, log,
      product: { templates: context.asAbsolutePath('templates'), images: context.asAbsolutePath('labs/images') },
    });
    own(registerCommands(handlers, failures));
    void failures.guard('Resume', () => resumeWindow(homeFolder(), lazy, arrival, log));
  } catch (error) {
    failures.show('Activate', error);
  }
}
