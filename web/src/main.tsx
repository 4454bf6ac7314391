import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/ActionIcon.css';
import 'virtual:mantine-variables.css';
import './ui/font.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { Look } from './ui/Look.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

const client = new QueryClient({
  defaultOptions: { queries: { retry: 1, retryDelay: 1000, refetchOnWindowFocus: true } },
});

createRoot(root).render(
  <StrictMode>
    <Look>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </Look>
  </StrictMode>,
);
