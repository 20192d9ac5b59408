// Flows in a real browser against the real program. Build first: `cargo build -p cli` and `npm run build`.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/harness/issuer.ts',
  testMatch: '*.spec.ts',
  outputDir: './test-results',
  fullyParallel: true,
  // Each test runs a program and a browser of its own.
  workers: 2,
  timeout: 120_000,
  // Machines that build at the same time are slow; what is wrong is wrong after twenty seconds too.
  expect: { timeout: 20_000 },
  // A second try is told as flaky, and is no excuse: a test that needs it is to be mended.
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' },
  },
});
