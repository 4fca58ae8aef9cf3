import * as vscode from 'vscode';
import { messageOf } from './common/errors';
import { commandIds } from './ui/commandIds';
import type { Product } from './ui/product';

/**
 * All that VS Code waits for. Commands have to be there when this returns, and are passed on; the product itself begins
 * with the first of them, or else as soon as VS Code goes on.
 */
export function activate(context: vscode.ExtensionContext): void {
  let started: Promise<Product> | undefined;
  const product = (): Promise<Product> => (started ??= import('./ui/product').then(({ startProduct }) => startProduct(context)));
  for (const id of Object.values(commandIds)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, async (...args: unknown[]) => (await product()).run(id, args)));
  }
  const soon = setImmediate(() => {
    product().catch((error: unknown) => vscode.window.showErrorMessage(vscode.l10n.t('AI Labs ran into a bug of its own: {0}', messageOf(error))));
  });
  context.subscriptions.push({ dispose: () => clearImmediate(soon) });
}
