import * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable';
import type { LabFacts } from '../labFacts';
import { viewIds } from '../commandIds';
import type { GuidePanels } from './guidePanels';

/** What a guide that VS Code brings back after a reload may take to get here, in milliseconds. */
const broughtBackMs = 4_000;
const key = 'aiLabs.openGuides';

/** Where a guide was: lab and page by the tab's title, which is all that can be seen of somebody's tab. */
type Places = Record<string, { lab: string; page: string }>;

/**
 * When the extension host dies, VS Code leaves its panels on the screen, dead, and gives them to nobody: what is clicked
 * there is never heard. A guide's tab in front that nobody has brought back gets a new guide in its place, at its page.
 * In a window that began without a guide's tab there is nothing to do.
 */
export class GuideRevival implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly waiting = this.store.add(new DisposableStore());
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly guides: GuidePanels,
    private readonly facts: LabFacts,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {
    this.store.add(guides.onDidShow(({ lab, title, page }) => {
      const places = this.places;
      if (places[title]?.lab !== lab || places[title]?.page !== page) {
        void this.memory.update(key, { ...places, [title]: { lab, page } });
      }
    }));
    this.waiting.add(vscode.window.tabGroups.onDidChangeTabs(() => this.look()));
    this.look();
  }

  private get places(): Places {
    return this.memory.get<Places>(key, {});
  }

  /** Those of this extension host's own making have their panel before they have their tab. */
  private look(): void {
    const dead = this.dead();
    if (dead.length === 0) {
      this.waiting.dispose();
    } else if (!this.timer && dead.some(({ tab }) => tab.isActive)) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.revive().catch((error: unknown) => this.onTrouble('Bring back a guide', error));
      }, broughtBackMs);
    }
  }

  /** Guides that this extension host has no panel of. VS Code brings those back that come forward for the first time. */
  private dead(): { tab: vscode.Tab; lab: string; page: string }[] {
    const places = this.places;
    return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap((tab) => {
      const place = Object.hasOwn(places, tab.label) ? places[tab.label] : undefined;
      const isGuide = tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(viewIds.guide);
      return place && isGuide && !this.guides.get(place.lab) ? [{ tab, ...place }] : [];
    });
  }

  private async revive(): Promise<void> {
    for (const { tab, lab: identity, page } of this.dead().filter(({ tab: { isActive } }) => isActive)) {
      const lab = await this.facts.find(identity);
      if (lab) {
        await this.guides.open(lab, { page, preserveFocus: true, column: tab.group.viewColumn });
        await vscode.window.tabGroups.close(tab, true);
      }
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.store.dispose();
  }
}
