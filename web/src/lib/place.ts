// Where the person works: the workspace, and the business in it. Each tab has its own place; a new
// tab begins where the last one was.
import { signal } from './signal.ts';
import { browser, tab } from './stored.ts';

const WORKSPACE = 'hanse-workspace';
const BUSINESS = 'hanse-business';

const workspace = signal(tab.read(WORKSPACE) ?? browser.read(WORKSPACE) ?? '');
/** Empty: all businesses. */
export const business = signal(tab.read(BUSINESS) ?? '');
export const place = workspace;

export function workspaceId(): string {
  return workspace.get();
}

export function enterWorkspace(id: string): void {
  if (id === workspace.get()) return;
  tab.write(WORKSPACE, id || null);
  browser.write(WORKSPACE, id || null);
  enterBusiness('');
  workspace.set(id);
}

export function enterBusiness(id: string): void {
  tab.write(BUSINESS, id || null);
  business.set(id);
}
