// Starts the page: theme and language first, then the connection, then everything else.
import '@fontsource-variable/inter/index.css';
import './design/tokens.css';
import './design/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { connect } from './api/client';
import { followEvents, newQueryClient } from './api/hooks';
import { startAnnouncer } from './app/announce';
import { App } from './app/App';
import { applyDensity } from './app/density';
import { applyTheme, followSystemTheme, readFormats } from './app/preferences';
import { startShortcuts } from './app/shortcuts';
import { getLocale } from './messages';

async function start(): Promise<void> {
  applyTheme();
  applyDensity();
  followSystemTheme();
  readFormats();
  document.documentElement.lang = getLocale();
  await connect();
  const client = newQueryClient();
  followEvents(client);
  startShortcuts();
  startAnnouncer();
  const root = document.querySelector('#root');
  if (!root) return;
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </CSPProvider>,
  );
}

await start();
