// Single keys and short sequences, heard in one place. They act only outside fields and dialogs.
import { useEffect, useRef } from 'react';
import { signal } from './signal.ts';
import { browser } from './stored.ts';

export type Key = {
  /** `?`, `j`, `Shift x`, `g h`, `Mod k` (Ctrl, or Cmd on a Mac). */
  keys: string;
  label: string;
  /** Also inside fields: only for combinations with Mod. */
  everywhere?: boolean;
  run: (event: KeyboardEvent) => void;
};

const SEQUENCE_MS = 1_000;
const OFF = 'hanse-keys-off';

export const keysOff = signal(browser.read(OFF) === '1');
const layers: { current: readonly Key[] }[] = [];
let begun: { key: string; at: number } | null = null;

export function switchKeys(off: boolean): void {
  browser.write(OFF, off ? '1' : null);
  keysOff.set(off);
}

/** Heard while the component is there; of two with the same keys the later one counts. */
export function useKeys(keys: readonly Key[]): void {
  const layer = useRef(keys);
  useEffect(() => {
    layer.current = keys;
  });
  useEffect(() => {
    layers.push(layer);
    if (layers.length === 1) document.addEventListener('keydown', hear);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', hear);
    };
  }, []);
}

/** Everything that can be pressed now, for the list behind `?`. */
export function activeKeys(): Key[] {
  const seen = new Map<string, Key>();
  for (const layer of layers) for (const key of layer.current) seen.set(key.keys, key);
  return [...seen.values()];
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = named(event);
  const quiet = keysOff.get() || inField(event.target) || document.querySelector('dialog[open]') !== null;
  const sequence = begun && event.timeStamp - begun.at < SEQUENCE_MS ? `${begun.key} ${pressed}` : null;
  begun = null;
  const all = layers.toReversed().flatMap((layer) => layer.current);
  const open = all.filter((key) => key.everywhere || !quiet);
  const found = open.find((key) => key.keys === sequence) ?? open.find((key) => key.keys === pressed);
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if (open.some((key) => key.keys.startsWith(`${pressed} `))) {
    begun = { key: pressed, at: event.timeStamp };
  }
}

export function named(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = /^[a-z]$/.test(key);
  const shift = event.shiftKey && (isLetter || event.key.length > 1) ? 'Shift ' : '';
  const mod = event.ctrlKey || event.metaKey ? 'Mod ' : '';
  return `${mod}${event.altKey ? 'Alt ' : ''}${shift}${key}`;
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu] *');
}

const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** As printed on the keys: `Ctrl K`, `G H`. */
export function shownKeys(keys: string): string[] {
  return keys.split(' ').map((key) => {
    if (key === 'Mod') return IS_MAC ? '⌘' : 'Ctrl';
    return { Enter: '↵', ArrowUp: '↑', ArrowDown: '↓' }[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}
