import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { Failures } from '../failures';
import type { LabFacts } from '../labFacts';
import type { LazyCore } from '../lazyCore';
import type { TerminalProgram } from '../terminal/terminalEnvironment';
import { CareerPathProblems } from './careerPathProblems';
import { DeskFixes } from './deskFixes';
import { DeskHover } from './deskHover';
import { DeskLenses } from './deskLenses';
import { DeskNames } from './deskNames';
import { DeskProblems } from './deskProblems';
import { DeskRuns } from './deskRuns';
import { OpenLabs } from './openLabs';

/** What an author's desk is made of. */
export interface DeskParts {
  lazy: LazyCore;
  facts: LabFacts;
  failures: Failures;
  log: vscode.LogOutputChannel;
  /** Our own command line. */
  program: () => TerminalProgram;
  /** Absolute folder of the JSON schemas. */
  schemas: string;
}

/** Everything that helps who writes labs, loaded with the first file of a lab that is opened. */
export class AuthoringDesk implements vscode.Disposable {
  private readonly store = new DisposableStore();

  constructor(parts: DeskParts) {
    const own = <T extends vscode.Disposable>(part: T): T => this.store.add(part);
    const labs = own(new OpenLabs(parts.lazy, parts.facts, (what, error) => parts.failures.record(what, error)));
    own(new DeskProblems(labs));
    own(new CareerPathProblems());
    const runs = own(new DeskRuns(parts, labs));
    const lenses = own(new DeskLenses(parts.lazy, labs, runs));
    const pages: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/lab.yaml' }, { scheme: 'file', language: 'markdown' }];
    const lab: vscode.DocumentSelector = { scheme: 'file', pattern: '**/lab.yaml' };
    const names = new DeskNames(labs);
    own(vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, new DeskFixes(labs), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
    own(vscode.languages.registerDefinitionProvider(pages, names));
    own(vscode.languages.registerRenameProvider(pages, names));
    own(vscode.languages.registerHoverProvider(lab, new DeskHover(labs, parts.schemas)));
    own(vscode.languages.registerCodeLensProvider(lab, lenses));
  }

  dispose(): void {
    this.store.dispose();
  }
}
