// Accessibility: axe finds nothing to complain about.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Zero violations on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  let found = await violations(page);
  // The heading that was waited for may have been the former screen's, while the next was still being loaded.
  if (found.some(({ rule }) => rule === 'page-has-heading-one')) found = await violations(page);
  expect(found).toEqual([]);
}

async function violations(page: Page): Promise<{ rule: string; help: string; at: string[] }[]> {
  // A screen is loaded when it is first visited.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Evaluated by the browser's debugger: the page's own policy allows no foreign script.
  await page.evaluate(`${await source}; undefined`);
  // Fading in changes colours; what counts is how it stays.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(animation => animation.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map(animation => animation.finished));
  });
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations.map(violation => ({
    rule: violation.id,
    help: violation.help,
    at: violation.nodes.slice(0, 5).map(node => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
}
