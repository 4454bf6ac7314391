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

export default defineConfig({
  plugins: [react(), mantineVariables(), fontLicence()],
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
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
