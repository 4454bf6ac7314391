import { browser } from '../../lib/stored.ts';
import type { View } from './filters.ts';

const PREFIX = 'hanse-views ';
const MOST = 20;

export function readViews(name: string): readonly View[] {
  try {
    const found: unknown = JSON.parse(browser.read(PREFIX + name) ?? '[]');
    return Array.isArray(found) ? found.filter(isView).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function writeViews(name: string, views: readonly View[]): void {
  browser.write(PREFIX + name, views.length === 0 ? null : JSON.stringify(views.slice(-MOST)));
}

function isView(value: unknown): value is View {
  const view = value as Partial<View> | null;
  return typeof view?.id === 'string' && typeof view.label === 'string' && typeof view.search === 'string';
}
