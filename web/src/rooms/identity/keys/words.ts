import { text } from './text.ts';

/** A room by our word for it; a newer one by its own. */
export function roomName(room: string): string {
  return (text.rooms as Record<string, string>)[room] ?? room;
}
