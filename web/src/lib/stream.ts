// Server-sent events over fetch: the browser's own EventSource cannot say which workspace it means.
import type { Source } from './live.ts';
import { sessionEnded } from './session.ts';

type Piece = { event: string; data: string; id: string };

/** Splits what has arrived into whole events; the rest waits for more. Comments are beats. */
export function cutEvents(text: string): { pieces: Piece[]; rest: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  return { pieces: blocks.map(readBlock).filter((piece) => piece !== null), rest };
}

function readBlock(block: string): Piece | null {
  const piece: Piece = { event: '', data: '', id: '' };
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === 'data') piece.data += (piece.data && '\n') + value;
    else if (name === 'event' || name === 'id') piece[name] = value;
    else if (name === '') piece.event ||= 'beat';
  }
  const event = piece.event || (piece.data ? 'message' : '');
  return event === '' ? null : { ...piece, event };
}

/** Comes back where it was: the last id goes along. */
export function openFetchSource(headers: () => Record<string, string>): (url: string) => Source {
  let last = '';
  return (url) => {
    const source = new EventTarget();
    const stop = new AbortController();
    void listen().catch(() => source.dispatchEvent(new Event('error')));

    async function listen(): Promise<void> {
      const more = last && { 'Last-Event-ID': last };
      const response = await fetch(url, {
        headers: { Accept: 'text/event-stream', ...headers(), ...more },
        signal: stop.signal,
        cache: 'no-store',
      });
      // Nobody has to press anything to be told that the session is over.
      if (response.status === 401) sessionEnded();
      if (!response.ok || !response.body) throw new Error(`${response.status}`);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        const cut = cutEvents(rest + next.value);
        rest = cut.rest;
        for (const piece of cut.pieces) {
          if (piece.event === 'dropped' || piece.event === 'reset') last = '';
          if (piece.id) last = piece.id;
          source.dispatchEvent(new MessageEvent(piece.event, { data: piece.data }));
        }
      }
      throw new Error('ended');
    }

    return {
      addEventListener: (type, listener) => source.addEventListener(type, listener),
      close: () => stop.abort(),
    };
  };
}
