import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isPackAddress } from '../authoring/packs/source';
import { defaultSnapshotLimit } from '../session/reset/snapshotLimit';
import { settingIds } from './commandIds';

/** Where the learner's folder goes when a lab was started in a window that shows something else. */
export type OpenFolderChoice = 'ask' | 'newWindow' | 'addToWorkspace' | 'filesOnly';

const choices: readonly string[] = ['ask', 'newWindow', 'addToWorkspace', 'filesOnly'] satisfies OpenFolderChoice[];

/** Absolute path of everything of the learner's: the setting, else `AI_LABS_HOME`, else `ai-labs` in the home folder. */
export function homeFolder(): string {
  const said = text(settingIds.home) || process.env.AI_LABS_HOME || path.join(os.homedir(), 'ai-labs');
  return path.resolve(expandHome(said));
}

/** Absolute folders of further catalogs. */
export function catalogFolders(): string[] {
  return catalogWords().filter((word) => !isPackAddress(word)).map((folder) => path.resolve(expandHome(folder)));
}

/** Addresses of lab packs, as they are written. */
export function packAddresses(): string[] {
  return catalogWords().filter(isPackAddress);
}

function catalogWords(): string[] {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingIds.catalogs);
  return Array.isArray(value) ? value.flatMap((item) => (typeof item === 'string' && item.trim() !== '' ? [item.trim()] : [])) : [];
}

/** Most bytes that snapshots of labs may take; 0 for none. */
export function snapshotLimit(): number {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingIds.snapshotsLimit);
  return typeof value === 'number' && value >= 0 ? value * 1024 ** 2 : defaultSnapshotLimit;
}

/** The engine's address, where one is set. */
export function dockerHost(): string | undefined {
  return text(settingIds.dockerHost) || undefined;
}

/** The Docker context, where one is chosen. */
export function dockerContext(): string | undefined {
  return text(settingIds.dockerContext) || undefined;
}

export function openFolderChoice(): OpenFolderChoice {
  const value = text(settingIds.openFolder);
  return choices.includes(value) ? (value as OpenFolderChoice) : 'ask';
}

/** Whether a save checks the current step by itself. */
export function checksOnSave(): boolean {
  return vscode.workspace.getConfiguration().get<unknown>(settingIds.checkOnSave) !== false;
}

/** Whether a lab that builds on others can only be started when those are completed. */
export function enforcesRequires(): boolean {
  return vscode.workspace.getConfiguration().get<unknown>(settingIds.enforceRequires) === true;
}

/** The same for whatever window and shell: a workspace that says otherwise says it for itself. */
export function enforcesRequiresEverywhere(): boolean {
  return vscode.workspace.getConfiguration().inspect<unknown>(settingIds.enforceRequires)?.globalValue === true;
}

/** Minutes a lab may go unused before it is stopped; 0: for ever. */
export function idleMinutes(): number {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingIds.idleMinutes);
  return typeof value === 'number' && value >= 0 ? value : 60;
}

/** Whether running labs are stopped when the last window closes. */
export function stopsOnClose(): boolean {
  return text(settingIds.onClose) === 'stop';
}

export async function rememberOpenFolderChoice(choice: OpenFolderChoice): Promise<void> {
  await vscode.workspace.getConfiguration().update(settingIds.openFolder, choice, vscode.ConfigurationTarget.Global);
}

function text(id: string): string {
  const value = vscode.workspace.getConfiguration().get<unknown>(id);
  return typeof value === 'string' ? value.trim() : '';
}

function expandHome(folder: string): string {
  return folder === '~' || folder.startsWith('~/') || folder.startsWith('~\\') ? path.join(os.homedir(), folder.slice(1)) : folder;
}
