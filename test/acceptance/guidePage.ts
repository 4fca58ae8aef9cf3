import type { GuideState } from '../../src/webview/protocol/state';
import type { GuideStrings } from '../../src/webview/protocol/strings';
import type { PanelPage } from './panelPage';

/** Shows a state in a guide's page, and waits until it does. */
export async function showGuide(panel: PanelPage, state: GuideState, strings: GuideStrings): Promise<void> {
  await panel.send({ type: 'state', state, strings });
  await panel.page.locator(`article[data-page="${state.page.id}"]`).waitFor();
}
