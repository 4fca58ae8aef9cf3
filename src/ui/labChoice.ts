import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import type { SessionView } from '../session/api';
import { isReady, isUp, type ActiveLab } from './activeLab';
import { commandIds, labOf } from './commandIds';
import type { LabFacts } from './labFacts';
import type { LazyCore } from './lazyCore';

interface LabItem extends vscode.QuickPickItem {
  lab?: string;
}

/** Finds the lab a command is about: the one it was given, the only one there is, or the one the learner picks. */
export class LabChoice {
  constructor(
    private readonly lazy: LazyCore,
    private readonly facts: LabFacts,
    private readonly active: ActiveLab,
  ) {}

  /** Any lab that can be read. Undefined where the learner picked none. Throws a UserError where there is none such. */
  async lab(argument: unknown, title: string): Promise<Lab | undefined> {
    const { labs, path } = await this.facts.read();
    const named = labOf(argument);
    if (named !== undefined) {
      // A lab that was removed from its catalog is still there for whoever started it.
      return labs.find((lab) => lab.identity === named) ?? this.lazy.current?.sessions.view(named)?.lab ?? missing(named);
    }
    if (labs.length === 0) {
      throw new UserError(vscode.l10n.t('No labs were found.'), {
        code: 'no-labs',
        action: { label: vscode.l10n.t('Look Again'), text: '', command: commandIds.refresh },
      });
    }
    const items: LabItem[] = [];
    const listed = new Set<string>();
    for (const stage of path?.stages ?? []) {
      const actions = new Set(stage.actions.map((action) => action.id));
      const here = labs.filter((lab) => actions.has(lab.definition.action));
      if (here.length > 0) {
        items.push({ label: stage.title, kind: vscode.QuickPickItemKind.Separator });
        items.push(...here.map((lab) => this.item(lab)));
        here.forEach((lab) => listed.add(lab.identity));
      }
    }
    items.push(...labs.filter((lab) => !listed.has(lab.identity)).map((lab) => this.item(lab)));
    const picked = await pick(items, title);
    return picked === undefined ? undefined : labs.find((lab) => lab.identity === picked);
  }

  /** A lab that is up (`all` false: ready to work in). Throws a UserError where there is none. */
  async running(argument: unknown, title: string, options: { notReadyToo?: boolean } = {}): Promise<SessionView | undefined> {
    const { sessions } = await this.lazy.get();
    const fits = options.notReadyToo ? (view: SessionView) => isUp(view) || view.running !== undefined : isReady;
    const candidates = async (): Promise<SessionView[]> => {
      const now = sessions.all().filter(fits);
      if (now.length > 0) {
        return now;
      }
      const trouble = await sessions.resume();
      const found = sessions.all().filter(fits);
      if (trouble && found.length === 0) {
        throw trouble;
      }
      return found;
    };
    const named = labOf(argument);
    const running = await candidates();
    if (named !== undefined) {
      return running.find((view) => view.lab.identity === named) ?? notRunning(named);
    }
    if (running.length === 0) {
      notRunning();
    }
    if (running.length === 1) {
      return running[0];
    }
    const active = this.active.view?.lab.identity;
    const order = [...running].sort((a, b) => Number(b.lab.identity === active) - Number(a.lab.identity === active));
    const picked = await pick(order.map((view) => this.item(view.lab)), title);
    return running.find((view) => view.lab.identity === picked);
  }

  private item({ identity, definition }: Lab): LabItem {
    const view = this.lazy.current?.sessions.view(identity);
    const state = view && isUp(view) ? ` · ${vscode.l10n.t('running')}` : '';
    return {
      lab: identity,
      label: definition.title,
      description: `${vscode.l10n.t('{0} min', definition.minutes)}${state}`,
      detail: definition.summary,
    };
  }
}

async function pick(items: LabItem[], title: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true, placeHolder: vscode.l10n.t('Choose a lab') });
  return picked?.lab;
}

function missing(identity: string): never {
  throw new UserError(vscode.l10n.t('The lab {0} is not there any more.', identity), {
    code: 'lab-missing',
    action: { label: vscode.l10n.t('Look Again'), text: '', command: commandIds.refresh },
  });
}

function notRunning(identity?: string): never {
  throw new UserError(
    identity ? vscode.l10n.t('The lab {0} is not running.', identity) : vscode.l10n.t('No lab is running.'),
    {
      code: 'lab-not-running',
      action: {
        label: vscode.l10n.t('Start Lab'),
        text: '',
        command: commandIds.startLab,
        arguments: identity ? [{ lab: identity }] : [],
      },
    },
  );
}
