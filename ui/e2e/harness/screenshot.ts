// Pictures for the documentation: docs/screenshots/SCREEN-LANGUAGE-THEME.png. Written only when SCREENSHOTS is set.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from './program';

export interface Look {
  language: string;
  theme: string;
  /** `wide` is 1440x900 and says so in the name; the usual size is 1280x800. */
  size?: 'usual' | 'wide';
}

/** Takes a picture of the window as it is. */
export async function screenshot(page: Page, screen: string, look: Look): Promise<void> {
  if (!process.env['SCREENSHOTS']) return;
  const before = page.viewportSize();
  if (look.size === 'wide') await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const name = `${screen}-${look.language}-${look.theme}${look.size === 'wide' ? '-wide' : ''}.png`;
  await page.screenshot({
    path: path.join(ROOT, 'docs/screenshots', name),
    animations: 'disabled',
    caret: 'hide',
  });
  if (look.size === 'wide' && before) await page.setViewportSize(before);
}
