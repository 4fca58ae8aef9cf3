import * as vscode from 'vscode';

/**
 * Text as a notification or a prompt shows it. VS Code makes links of `[text](command:…)` in them, which run commands of any
 * kind, and what is said may come from a lab, from a check's output or from an engine.
 */
export function inert(text: string): string {
  return text.replace(/\](?=\()/g, '] ');
}

type Show = typeof vscode.window.showInformationMessage;

/** As VS Code's own (which lint forbids elsewhere), with text that is nothing but text. */
export const showInformationMessage = ((message: string, ...more: string[]) => vscode.window.showInformationMessage(inert(message), ...more)) as Show;
export const showWarningMessage = ((message: string, ...more: string[]) => vscode.window.showWarningMessage(inert(message), ...more)) as Show;
export const showErrorMessage = ((message: string, ...more: string[]) => vscode.window.showErrorMessage(inert(message), ...more)) as Show;
