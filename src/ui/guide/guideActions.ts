import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { GuideBlock } from '../../curriculum/render';
import type { SessionView } from '../../session/api';
import { editorAsker } from '../asker';
import { commandIds, type CommandId } from '../commandIds';
import { editorColumn } from '../editorColumn';
import type { EngineWatch } from '../engineWatch';
import type { Failures } from '../failures';
import type { LabChecker } from '../labChecker';
import type { LabStarter } from '../labStarter';
import type { LazyCore } from '../lazyCore';
import type { Ports } from '../ports';
import type { LabTerminals } from '../terminal/labTerminals';
import { learnerPath, parseGuideLink } from './guideLinks';
import { saveInFolder } from './saveInFolder';
import type { GuideMessage, GuidePanels } from './guidePanels';
import { showInformationMessage } from '../messages';

/** Does what the learner asks for in a guide. */
export class GuideActions {
  constructor(
    private readonly lazy: LazyCore,
    private readonly panels: GuidePanels,
    private readonly starter: LabStarter,
    private readonly checker: LabChecker,
    private readonly terminals: LabTerminals,
    private readonly ports: Ports,
    private readonly engine: EngineWatch,
    private readonly failures: Failures,
  ) {}

  /** Listens for as long as the result is not disposed, to the guides and to others that look like them. */
  listen(...others: vscode.Event<GuideMessage>[]): vscode.Disposable {
    const hear = (message: GuideMessage): void => void this.failures.guard(`Guide: ${message.message.type}`, () => this.act(message));
    return vscode.Disposable.from(...[this.panels.onMessage, ...others].map((event) => event(hear)));
  }

  private async act(asked: GuideMessage): Promise<void> {
    const { lab, message } = asked;
    this.lazy.current?.sessions.used(lab);
    switch (message.type) {
      case 'ready':
      case 'page':
      case 'at':
        return;
      case 'start':
        return run(commandIds.startLab, { lab });
      case 'startAnyway':
        return run(commandIds.startAnyway, { lab });
      case 'prepare':
        return run(commandIds.preparePrerequisite, { lab });
      case 'restart':
        return run(commandIds.restartLab, { lab });
      case 'restartService':
        return run(commandIds.restartService, { lab, service: message.service });
      case 'showLogs':
        return run(commandIds.showLogs, { lab, service: message.service });
      case 'resetStep':
        return run(commandIds.resetStep, { lab, step: message.step });
      case 'stop':
        return run(commandIds.stopLab, { lab });
      case 'openTerminal':
        return run(commandIds.openTerminal, { lab });
      case 'openPort':
        return this.ports.open({ lab, service: message.service, port: message.port });
      case 'openLab':
        return run(commandIds.openGuide, { lab: message.lab });
      case 'showLog':
        return run(commandIds.showLog);
      case 'fixEngine':
        return this.fixEngine();
      case 'checkStep':
        return this.check(asked, { step: message.step });
      case 'check':
        return this.check(asked, { check: message.check });
      case 'cancelCheck':
        return this.checker.cancel(lab);
      case 'next':
        return this.next(asked, message.step);
      case 'hint':
        return this.hint(lab, message.step);
      case 'solution':
        return this.solution(lab, message.step);
      case 'copySolution':
        return this.copySolution(asked, message.file);
      case 'changeInputs':
        return this.changeInputs(lab);
      case 'answer':
        return this.answer(lab, message.question, message.answer);
      case 'run':
        return this.runBlock(asked, message.page, message.block);
      case 'copy':
        return vscode.env.clipboard.writeText(blockOf(asked, message.page, message.block).text);
      case 'save':
        return this.saveBlock(asked, message.page, message.block);
      case 'openFile':
        return this.openFile(asked, message.file, message.line);
      case 'link':
        return this.follow(asked, message.href);
    }
  }

  private async check({ lab, open }: GuideMessage, range: { step: string } | { check: string }): Promise<void> {
    const { results, completedLab, completedSteps } = await this.checker.check(lab, open?.lab.definition.title ?? lab, range);
    const passed = results.filter((result) => result.verdict === 'passed').length;
    const trouble = results.find((result) => result.verdict !== 'passed');
    this.panels.get(lab)?.announce(
      [
        vscode.l10n.t('{0} of {1} checks passed.', passed, results.length),
        trouble ? `${trouble.title}: ${trouble.message}` : '',
        completedLab ? vscode.l10n.t('The lab is complete.') : completedSteps.length > 0 ? vscode.l10n.t('Step done.') : '',
      ].filter(Boolean).join(' '),
    );
  }

  private async next({ lab, open }: GuideMessage, step: string): Promise<void> {
    const { sessions } = await this.lazy.get();
    await sessions.next(lab);
    const steps = open?.lab.definition.steps ?? [];
    const after = steps[steps.findIndex((each) => each.id === step) + 1];
    if (after) {
      await this.panels.get(lab)?.turnTo(after.id);
    }
  }

  private async hint(lab: string, step: string): Promise<void> {
    const { sessions } = await this.lazy.get();
    const hint = await sessions.hint(lab, step);
    if (hint) {
      this.panels.get(lab)?.announce(vscode.l10n.t('Hint: {0}', hint.text));
    }
  }

  /** Asked once a step; from then on it stays there to read. */
  private async solution(lab: string, step: string): Promise<void> {
    const accept = vscode.l10n.t('Show Solution');
    const answer = await showInformationMessage(
      vscode.l10n.t('Show the solution of this step?'),
      { modal: true, detail: vscode.l10n.t('What you find out yourself stays with you. Your record of this lab says that you looked; the step still counts.') },
      accept,
    );
    if (answer === accept) {
      const { sessions } = await this.lazy.get();
      await sessions.solution(lab, step);
      this.panels.get(lab)?.announce(vscode.l10n.t('The solution is below the hints.'));
    }
  }

  private async copySolution({ open }: GuideMessage, file: number): Promise<void> {
    const text = open?.state.page.solution?.files?.[file]?.text;
    await (text === undefined ? undefined : vscode.env.clipboard.writeText(text));
  }

  private async changeInputs(lab: string): Promise<void> {
    const { sessions } = await this.lazy.get();
    await sessions.changeInputs(lab, editorAsker);
    if (sessions.view(lab)?.running) {
      const reset = vscode.l10n.t('Reset Lab…');
      const answer = await showInformationMessage(
        vscode.l10n.t('The guide, scripts and checks use your new values. Programs in the lab know them after a reset.'), reset);
      await (answer === reset ? run(commandIds.resetLab, { lab }) : undefined);
    }
  }

  private async answer(lab: string, question: string, answer: number[] | number | string): Promise<void> {
    const { sessions } = await this.lazy.get();
    const { correct, explain } = await sessions.answer(lab, question, answer);
    const verdict = correct ? vscode.l10n.t('Right.') : vscode.l10n.t('Not right yet.');
    this.panels.get(lab)?.announce([verdict, (correct && explain) || ''].join(' '));
  }

  private async runBlock(asked: GuideMessage, page: string, index: number): Promise<void> {
    const block = blockOf(asked, page, index);
    const view = await this.ready(asked.lab);
    await this.terminals.type(view.lab, block.text, { service: block.service, interrupt: block.interrupt });
  }

  private async saveBlock(asked: GuideMessage, page: string, index: number): Promise<void> {
    const { text, saveAs } = blockOf(asked, page, index);
    const { sessions } = await this.lazy.get();
    const view = sessions.view(asked.lab);
    if (saveAs === undefined || !view) {
      throw startFirst(asked.lab, vscode.l10n.t('Your files are there once the lab was started.'));
    }
    if (await saveInFolder(view.folder, saveAs, text)) {
      await this.openFile(asked, saveAs, undefined);
    }
  }

  private async openFile({ lab }: GuideMessage, file: string, line: number | undefined): Promise<void> {
    const relative = learnerPath(file);
    const { sessions } = await this.lazy.get();
    const view = sessions.view(lab);
    if (relative === undefined || !view) {
      throw startFirst(lab, vscode.l10n.t('Your files are there once the lab was started.'));
    }
    const at = line === undefined || line < 1 ? undefined : new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(view.folder, relative)), {
      selection: at, preview: false, viewColumn: editorColumn(),
    });
  }

  private async follow(asked: GuideMessage, href: string): Promise<void> {
    const link = parseGuideLink(href);
    switch (link?.kind) {
      case 'file':
        return this.openFile(asked, link.path, link.line);
      case 'port':
        await this.ready(asked.lab);
        return this.ports.open({ lab: asked.lab, service: link.service, port: link.port, path: link.path });
      case 'check':
        await this.ready(asked.lab);
        return this.check(asked, { check: link.check });
      case 'hint':
        return asked.open ? this.hint(asked.lab, asked.open.state.page.id) : undefined;
      case 'restart':
        return run(commandIds.restartService, { lab: asked.lab, service: link.service });
      case 'web':
        await vscode.env.openExternal(vscode.Uri.parse(link.url, true));
        return;
      case undefined:
        throw new UserError(vscode.l10n.t('This link of the guide leads nowhere: {0}', href), { code: 'unknown-link' });
    }
  }

  private async fixEngine(): Promise<void> {
    const status = await this.engine.look();
    if (status?.usable === false) {
      throw status.error;
    }
  }

  private async ready(lab: string): Promise<SessionView> {
    const { sessions } = await this.lazy.get();
    const view = sessions.view(lab);
    if (!view || (view.state.kind !== 'ready' && view.state.kind !== 'checking')) {
      throw startFirst(lab, vscode.l10n.t('The lab is not running.'));
    }
    return view;
  }
}

function blockOf({ open }: GuideMessage, page: string, index: number): GuideBlock {
  const block = open?.state.page.id === page ? open.blocks.find((each) => each.index === index) : undefined;
  if (!block) {
    throw new Error(`The page ${page} has no block ${index}.`);
  }
  return block;
}

function startFirst(lab: string, message: string): UserError {
  return new UserError(message, {
    code: 'lab-not-running',
    action: { label: vscode.l10n.t('Start Lab'), text: '', command: commandIds.startLab, arguments: [{ lab }] },
  });
}

async function run(command: CommandId, argument?: unknown): Promise<void> {
  await vscode.commands.executeCommand(command, argument);
}
