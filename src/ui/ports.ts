import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { SessionView } from '../session/api';
import type { PortTarget } from './commandIds';
import type { LazyCore } from './lazyCore';

/** Opens what a lab's service publishes, wherever the learner's browser is. */
export class Ports {
  constructor(private readonly lazy: LazyCore) {}

  async open({ lab, service, port, path = '/' }: PortTarget): Promise<void> {
    const uri = await this.externalUri(lab, service, port, path);
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes('simpleBrowser.api.open')) {
      await vscode.commands.executeCommand('simpleBrowser.api.open', uri, {
        viewColumn: vscode.ViewColumn.Active,
        preserveFocus: false,
      });
    } else {
      await vscode.env.openExternal(uri);
    }
  }

  /** The port as the learner's own browser must call it. */
  async externalUri(lab: string, service: string, port: number, path = '/'): Promise<vscode.Uri> {
    const { sessions } = await this.lazy.get();
    const { host, port: published } = await sessions.endpoint(lab, service, port);
    const local = vscode.Uri.parse(`http://${host}:${published}${path}`, true);
    return vscode.env.asExternalUri(local);
  }

  /** The port to open: the only one, or the one the learner picks. */
  async choose({ lab, ports }: SessionView): Promise<PortTarget | undefined> {
    const open = ports.filter(({ service }) => !lab.definition.services[service]?.hidden);
    const targets = open.map(({ service, container }) => ({
      lab: lab.identity, service, port: container, label: `${service}:${container}`,
    }));
    if (targets.length === 0) {
      throw new UserError(vscode.l10n.t('The lab “{0}” publishes no ports.', lab.definition.title), { code: 'no-ports' });
    }
    return targets.length === 1
      ? targets[0]
      : vscode.window.showQuickPick(targets, { title: vscode.l10n.t('Open Port'), placeHolder: lab.definition.title });
  }
}
