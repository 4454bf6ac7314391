import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  deepMerge,
  mergeMantineTheme,
} from '@mantine/core';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { theme, variables } from './src/ui/theme.ts';

const VARIABLES = 'virtual:mantine-variables.css';
const INTER = 'node_modules/@fontsource-variable/inter/LICENSE';

/** Mantine writes its variables into a style element while running; the page allows none. */
function mantineVariables(): Plugin {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const css = convertCssVariables(
    deepMerge(defaultCssVariablesResolver(merged), variables(merged)),
    ':root',
  );
  return {
    name: 'mantine-variables',
    resolveId: (id) => (id === VARIABLES ? `\0${VARIABLES}` : undefined),
    load: (id) => (id === `\0${VARIABLES}` ? css : undefined),
  };
}

/** Whoever passes the font on passes its licence on. */
function fontLicence(): Plugin {
  return {
    name: 'font-licence',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'licences/inter.txt',
        source: readFileSync(INTER, 'utf8'),
      });
    },
  };
}

/** Most arrive at home: its scripts are fetched beside the first ones, not after they have run. */
function homeAhead(): Plugin {
  return {
    name: 'home-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const home = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/rooms/home/HomeScreen.tsx'));
        const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === 'index');
        if (!home || !entry) throw new Error('the first page or home is missing');
        const names = [home.fileName, ...home.imports].filter((name) => name !== entry.fileName && !entry.imports.includes(name));
        return names.map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` }, injectTo: 'head' as const }));
      },
    },
  };
}

/** The service worker as a file of its own, told by name what the first page needs. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/worker/sw.ts', fileName: 'sw.js' });
    },
    generateBundle(_, bundle) {
      const worker = bundle['sw.js'];
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file !== worker);
      if (worker?.type !== 'chunk' || entry?.type !== 'chunk') throw new Error('the worker or the first page is missing');
      const styles = Object.keys(bundle).filter((name) => name.endsWith('.css') && name.includes('index-'));
      const letters = Object.keys(bundle).filter((name) => /inter-latin-wght.*woff2$/.test(name));
      const needed = ['', entry.fileName, ...entry.imports, ...styles, ...letters].map((name) => `/${name}`);
      const shell = JSON.stringify([...new Set([...needed, '/scheme.js', '/logo.svg', '/manifest.webmanifest'])]);
      const version = createHash('sha256').update(shell).digest('hex').slice(0, 12);
      worker.code = worker.code.replaceAll('__SHELL__', () => shell).replaceAll('__VERSION__', () => `'${version}'`);
    },
  };
}

export default defineConfig({
  plugins: [react(), mantineVariables(), fontLicence(), homeAhead(), serviceWorker()],
  build: {
    outDir: '../src/hanse/app/web',
    emptyOutDir: true,
    // Everything is a file of our own; a data: address would be refused by the page's policy.
    assetsInlineLimit: 0,
    license: { fileName: 'licences/packages.md' },
  },
  server: {
    port: 8703,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '/health'].map((path) => [path, process.env.HANSE_WEB_API ?? 'http://localhost:8700']),
    ),
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 15_000 },
});
