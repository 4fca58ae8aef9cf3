import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { visibleServices } from '../../curriculum/lab';
import type { SessionView } from '../../session/api';
import { serviceOf } from '../commandIds';
import type { LabChoice } from '../labChoice';
import type { LazyCore } from '../lazyCore';
import { withCancellableProgress } from '../progress';
import type { ServiceLogs } from '../serviceLogs';

interface Chosen {
  view: SessionView;
  service: string;
}

/** The service a command is about: the one it was given, the only one there is, or the one the learner picks. */
async function choose(choice: LabChoice, target: unknown, title: string): Promise<Chosen | undefined> {
  const view = await choice.running(target, title, { notReadyToo: true });
  if (!view) {
    return undefined;
  }
  const services = visibleServices(view.lab.definition);
  const named = serviceOf(target);
  if (named !== undefined && !services.includes(named)) {
    throw new UserError(vscode.l10n.t('The lab “{0}” has no service “{1}”.', view.lab.definition.title, named), { code: 'unknown-service' });
  }
  const service = named ?? (services.length === 1 ? services[0] : await pick(view, services, title));
  return service === undefined ? undefined : { view, service };
}

async function pick(view: SessionView, services: string[], title: string): Promise<string | undefined> {
  const items = services.map((label) => {
    const state = view.running?.services.find(({ name }) => name === label)?.state;
    return { label, description: state === 'running' ? undefined : vscode.l10n.t('not running') };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: view.lab.definition.title }))?.label;
}

/** Restarts one service; its set-up runs again, programs in it end. */
export async function restartService(lazy: LazyCore, choice: LabChoice, target: unknown): Promise<void> {
  const chosen = await choose(choice, target, vscode.l10n.t('Restart Service'));
  if (chosen) {
    const { view, service } = chosen;
    const { sessions } = await lazy.get();
    await withCancellableProgress(vscode.l10n.t('Restarting {0}', service), (report, signal) =>
      sessions.restartService(view.lab.identity, service, { onProgress: report, signal }));
  }
}

/** Shows what a service prints, and goes on showing it. */
export async function showLogs(choice: LabChoice, logs: ServiceLogs, target: unknown): Promise<void> {
  const chosen = await choose(choice, target, vscode.l10n.t('Show Service Logs'));
  await (chosen && logs.show(chosen.view.lab, chosen.service));
}
