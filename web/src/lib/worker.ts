// The service worker that opens the shell and the lists seen last when there is no network.

const FORGET = 'forget';

/** Only in builds, and only where the browser allows it: https or localhost. */
export function startWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined));
}

/** What was kept belongs to whoever signed out. */
export async function forgetKept(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.active?.postMessage(FORGET);
  if (typeof caches !== 'undefined') await caches.delete('hanse-seen');
}
