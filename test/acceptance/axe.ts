import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** Fails where axe-core finds anything wrong in a frame: each rule that is broken, with the elements that break it. */
export async function expectAccessible(frame: Pick<FrameLocator, 'locator'>): Promise<void> {
  const page = frame.locator('html');
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (html) => {
    const { axe: inside } = window as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    return (await inside.run(html.ownerDocument)).violations;
  });
  const told = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`));
  assert.deepEqual(told, []);
}
