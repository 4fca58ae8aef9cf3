import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { LabTests, TestingParts } from './labTests';
import { authoredTag, testController } from './testIds';

/** Labs and checks in VS Code's Testing view. Only the empty view is made here; the rest once somebody opens it. */
export class TestingView implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly controller: vscode.TestController;
  private loading?: Promise<LabTests>;

  constructor(private readonly parts: TestingParts) {
    this.controller = this.store.add(vscode.tests.createTestController(testController, vscode.l10n.t('AI Labs')));
    this.controller.resolveHandler = () => this.update();
    this.controller.refreshHandler = async () => {
      parts.facts.refresh();
      await this.update();
    };
    this.store.add(this.controller.createRunProfile(
      vscode.l10n.t('Check'), vscode.TestRunProfileKind.Run, async (request, token) => (await this.tests()).run(request, token), true, undefined, true));
    this.store.add(this.controller.createRunProfile(
      vscode.l10n.t('Rehearse'), vscode.TestRunProfileKind.Run, async (request, token) => (await this.tests()).rehearse(request, token), false, new vscode.TestTag(authoredTag)));
  }

  private async update(): Promise<void> {
    await this.parts.failures.guard('Show checks', async () => (await this.tests()).update());
  }

  private tests(): Promise<LabTests> {
    this.loading ??= import('./labTests').then(({ LabTests: Tests }) => this.store.add(new Tests(this.controller, this.parts)));
    return this.loading;
  }

  dispose(): void {
    this.store.dispose();
  }
}
