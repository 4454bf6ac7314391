import { expect, test } from 'vitest';
import type { Screen } from '../../lib/room.ts';
import { groupsOf } from './model.ts';

const screen = (path: string, more: Partial<Screen> = {}): Screen => ({ path, title: () => path, load: () => Promise.reject(new Error(path)), ...more });
const screens = [
  screen('/audit', { needs: 'audit.event.read' }),
  screen('/me'),
  screen('/settings'),
  screen('/settings/labels', { parent: '/settings' }),
  screen('/settings/webhooks', { parent: '/settings', needs: 'notices.endpoint.read' }),
  screen('/settings/webhooks/$id', { parent: '/settings/webhooks', needs: 'notices.endpoint.read' }),
];
const paths = (may: (permission: string | undefined) => boolean) =>
  groupsOf(screens, may).map((group) => [group.name, ...group.screens.map((one) => one.path)]);

test('settings stand by whom they concern; a new one comes with the workspace', () => {
  expect(paths(() => true)).toEqual([['you', '/me'], ['workspace', '/settings/labels'], ['programs', '/settings/webhooks'], ['house', '/audit']]);
});

test('what a person may not open is absent, and so is a group without anything', () => {
  expect(paths((permission) => permission === undefined)).toEqual([['you', '/me'], ['workspace', '/settings/labels']]);
});
