import './ui/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, makeClient, setOut } from './app/App.tsx';
import { makeRouter } from './app/router.tsx';
import { mark } from './lib/language.ts';
import { startWorker } from './lib/worker.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

mark();
startWorker();
const client = makeClient();
const router = makeRouter();
setOut(client, router);
createRoot(root).render(
  <StrictMode>
    <App client={client} router={router} />
  </StrictMode>,
);
