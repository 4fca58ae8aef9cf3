import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CheckResult, Criterion } from '../../common/verdict';
import { learnerPath } from '../guide/guideLinks';
import { plainOutput } from '../../common/plainOutput';
import type { KnownResult } from '../checkResults';

/** Read by menus of the manifest: whose failure a message is about. */
export const messageKinds = { failed: 'checkFailed', broken: 'checkBroken' } as const;

/** One message a criterion that failed, with both sides where it has them, at the learner's file where it names one. */
export function failureMessages(result: Partial<CheckResult>, folder: string | undefined): vscode.TestMessage[] {
  const failed = (result.criteria ?? []).filter(({ passed }) => !passed);
  if (failed.length === 0) {
    return [marked(new vscode.TestMessage(plainOutput(result.message ?? '')), messageKinds.failed)];
  }
  return failed.map((criterion) => {
    const message = criterionMessage(criterion);
    message.location = locationOf(criterion, folder);
    return marked(message, messageKinds.failed);
  });
}

/** Ours: the learner is not told to mend anything. */
export function brokenMessage(result: KnownResult): vscode.TestMessage {
  return marked(new vscode.TestMessage(plainOutput(result.message ?? '')), messageKinds.broken);
}

/** Where in the learner's folder a criterion points to. */
export function locationOf({ file, line = 1 }: Criterion, folder: string | undefined): vscode.Location | undefined {
  const relative = file === undefined ? undefined : learnerPath(file);
  if (relative === undefined || folder === undefined) {
    return undefined;
  }
  return new vscode.Location(vscode.Uri.file(path.join(folder, relative)), new vscode.Position(Math.max(line - 1, 0), 0));
}

function criterionMessage({ criterion, expected, found, hint }: Criterion): vscode.TestMessage {
  const said = plainOutput(hint ? `${criterion}\n${hint}` : criterion);
  return expected !== undefined && found !== undefined
    ? vscode.TestMessage.diff(said, plainOutput(expected), plainOutput(found))
    : new vscode.TestMessage(said);
}

function marked(message: vscode.TestMessage, kind: string): vscode.TestMessage {
  message.contextValue = kind;
  return message;
}
