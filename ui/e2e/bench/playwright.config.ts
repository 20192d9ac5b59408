// Measurements, not tests: one after the other, nothing retried, nothing asserted on time.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: 'measure.ts',
  outputDir: '../../test-results/bench',
  workers: 1,
  timeout: 30 * 60_000,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' },
  },
});
