import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import { type CheckResult, isOurFault } from '../../common/verdict';
import { isUp } from '../activeLab';
import { commandIds } from '../commandIds';
import type { LazyCore } from '../lazyCore';
import { type LensPlace, lensPlaces } from '../../authoring/desk/lensPlaces';
import { deskCommands, type DeskRuns } from './deskRuns';
import type { OpenLabs } from './openLabs';
import { rangeOf } from './ranges';

/** What can be done with a lab, a check or a solution, right where lab.yaml speaks of it. */
export class DeskLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly lazy: LazyCore,
    private readonly labs: OpenLabs,
    private readonly runs: DeskRuns,
  ) {
    const tell = (): void => this.changed.fire();
    this.store.add(labs.onDidLook(tell));
    this.store.add(runs.onDidChange(tell));
    if (lazy.current) {
      this.store.add(lazy.current.sessions.onDidChange(tell));
    } else {
      this.store.add(lazy.onDidCreate(({ sessions }) => this.store.add(sessions.onDidChange(tell))));
    }
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const current = await this.labs.current(uri);
    if (current?.look.source.file !== uri.fsPath) {
      return [];
    }
    const { folder, look } = current;
    return lensPlaces(look.document).flatMap((place) =>
      this.commands(folder, place).map((command) => new vscode.CodeLens(rangeOf(place.range), command)));
  }

  private commands(folder: string, place: LensPlace): vscode.Command[] {
    switch (place.kind) {
      case 'lab':
        return this.ofLab(folder);
      case 'check':
        return this.ofCheck(folder, place);
      case 'solution':
        return [{ title: `$(wand) ${vscode.l10n.t('Apply')}`, command: deskCommands.apply, arguments: [folder, place.script] }];
    }
  }

  private ofLab(folder: string): vscode.Command[] {
    const lab = this.labs.entryOf(folder)?.identity;
    const view = lab === undefined ? undefined : this.lazy.current?.sessions.view(lab);
    const rehearse = { title: `$(beaker) ${vscode.l10n.t('Rehearse')}`, command: deskCommands.rehearse, arguments: [folder] };
    if (lab === undefined) {
      return [rehearse];
    }
    const start = view && isUp(view)
      ? { title: `$(debug-restart) ${vscode.l10n.t('Restart')}`, command: commandIds.restartLab, arguments: [{ lab }] }
      : { title: `$(play) ${vscode.l10n.t('Start')}`, command: commandIds.startLab, arguments: [{ lab }] };
    return [start, { title: `$(open-preview) ${vscode.l10n.t('Preview')}`, command: commandIds.openGuide, arguments: [{ lab }] }, rehearse];
  }

  private ofCheck(folder: string, { id, script }: LensPlace & { kind: 'check' }): vscode.Command[] {
    const tried = this.runs.of(folder, id);
    const run = { title: tried?.running ? `$(sync~spin) ${vscode.l10n.t('Running')}` : `$(play) ${vscode.l10n.t('Run')}`, command: deskCommands.runCheck, arguments: [folder, id] };
    const open = { title: vscode.l10n.t('Open Script'), command: 'vscode.open', arguments: [vscode.Uri.file(path.join(folder, script ?? ''))] };
    const result = tried?.result && !tried.running ? [{ title: inWords(tried.result), command: commandIds.showLog }] : [];
    return [run, ...(script === undefined ? [] : [open]), ...result];
  }

  dispose(): void {
    this.store.dispose();
  }
}

function inWords({ verdict, message, durationMs }: CheckResult): string {
  const seconds = (durationMs / 1000).toFixed(1);
  if (verdict === 'passed') {
    return `$(pass) ${vscode.l10n.t('Passed in {0} s', seconds)}`;
  }
  const first = message.split('\n', 1)[0] ?? '';
  return isOurFault(verdict) ? `$(warning) ${vscode.l10n.t('Broke: {0}', first)}` : `$(error) ${first || vscode.l10n.t('Failed')}`;
}
