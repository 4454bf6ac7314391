import './ui/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { mark } from './lib/language.ts';
import { startWorker } from './lib/worker.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

mark();
startWorker();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
