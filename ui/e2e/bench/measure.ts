// Start, memory and reaction of the interface at 100,000 and 1,000,000 rows, in a browser against the real program.
// `make bench-ui`; ROWS=100000 for one size, NO_SAVE=1 to keep bench/results as it is.
import { expect, type Page } from '@playwright/test';
import { PROGRAM } from '../harness/program';
import { test, visit } from '../harness/test';
import { Figures, memoryOf, paints, reaction } from './figures';
import { save } from './report';

const SIZES = (process.env['ROWS'] ?? '100000,1000000').split(',').map(Number);
const STARTS = 5;
const REPEATS = 20;
const figures = new Figures(PROGRAM);

for (const rows of SIZES) {
  test.describe(`${rows} rows`, () => {
    test.use({ book: rows, language: 'en', theme: 'light' });

    test('start, scroll, act', async ({ app, served, browser }) => {
      await visit(app, 'register');
      await firstRows(app);
      for (let start = 0; start < STARTS; start++) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(await served.anotherLink());
        // A start is a load of the page itself, which the exchange of the link comes before.
        await page.goto(`${new URL(served.url).origin}/#/register`);
        await page.reload();
        const first = await firstRows(page);
        figures.add('first paint', rows, await paints(page));
        figures.add('rows in the list', rows, first);
        await context.close();
      }
      await visit(app, 'register');
      await firstRows(app);
      const grid = app.getByRole('grid').first();
      await grid.focus();
      for (let turn = 0; turn < REPEATS; turn++) {
        figures.add('cursor down', rows, await reaction(app, 'ArrowDown'));
      }
      for (let turn = 0; turn < REPEATS; turn++) {
        figures.add('page down', rows, await reaction(app, 'PageDown'));
      }
      for (let turn = 0; turn < REPEATS; turn++) {
        figures.add('jump to the end and back', rows, await reaction(app, turn % 2 === 0 ? 'End' : 'Home'));
      }
      for (let turn = 0; turn < REPEATS; turn++) {
        figures.add('palette opens', rows, await reaction(app, 'Control+k'));
        await app.keyboard.press('Escape');
      }
      figures.blank('frames with waiting rows while scrolling', rows, await scroll(app));
      figures.memory('page', rows, await memoryOf(app));
      figures.process('program', rows, served.pid);
    });
  });
}

test.afterAll(async () => {
  const text = figures.table();
  console.log(text);
  if (!process.env['NO_SAVE']) await save(figures);
});

/** Waits for the first row with text and gives the time since the page began to load, in ms. */
async function firstRows(page: Page): Promise<number> {
  const row = page.locator('[role=row][aria-rowindex="2"] [role=gridcell] >> nth=1');
  await expect(row).toContainText(/\S/u, { timeout: 60_000 });
  return page.evaluate(() => performance.now());
}

/** Scrolls as a wheel does for three seconds; gives the share of frames in which a row in sight had not come, per cent. */
function scroll(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = document.querySelector('[role=grid]');
    if (!frame) return 100;
    let blank = 0;
    let frames = 0;
    const until = performance.now() + 3_000;
    while (performance.now() < until) {
      frame.scrollTop += 120;
      await new Promise(requestAnimationFrame);
      frames++;
      const { top, bottom } = frame.getBoundingClientRect();
      const waiting = [...frame.querySelectorAll('[data-waiting]')].some(row => {
        const box = row.getBoundingClientRect();
        return box.bottom > top && box.top < bottom;
      });
      if (waiting) blank++;
    }
    return (100 * blank) / frames;
  });
}
