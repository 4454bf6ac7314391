import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream } from './live.ts';

class Line {
  listeners = new Map<string, (event: Event) => void>();
  closed = false;
  addEventListener(name: string, listener: (event: Event) => void) {
    this.listeners.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  say(data: string) {
    this.listeners.get('pulse')?.(new MessageEvent('pulse', { data }));
  }
  breakDown() {
    this.listeners.get('error')?.(new Event('error'));
  }
}

function world() {
  const lines: Line[] = [];
  const heard: string[] = [];
  const stream = openStream('/live', 'pulse', (data) => heard.push(data), () => {
    const line = new Line();
    lines.push(line);
    return line;
  });
  const leave = stream.subscribe(() => {});
  return { stream, lines, heard, leave, last: () => lines.at(-1) as Line };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a pulse makes it live', () => {
  const { stream, heard, last } = world();
  expect(stream.snapshot().phase).toBe('connecting');
  last().say('one');
  expect(stream.snapshot().phase).toBe('live');
  expect(heard).toEqual(['one']);
});

test('silence is late first, then lost', () => {
  const { stream, last } = world();
  last().say('one');
  vi.advanceTimersByTime(6_000);
  expect(stream.snapshot().phase).toBe('late');
  vi.advanceTimersByTime(9_000);
  expect(stream.snapshot().phase).toBe('offline');
});

test('a lost line comes back by itself, waiting longer each time', () => {
  const { stream, lines, last } = world();
  for (const [index, wait] of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
    last().breakDown();
    expect(stream.snapshot().nextTryAt).toBe(Date.now() + wait);
    vi.advanceTimersByTime(wait);
    expect(lines).toHaveLength(index + 2);
  }
  last().say('again');
  expect(stream.snapshot().phase).toBe('live');
});

test('offline is told from its beginning, not from the last try', () => {
  const { stream, last } = world();
  last().breakDown();
  const { since } = stream.snapshot();
  vi.advanceTimersByTime(1_000);
  last().breakDown();
  expect(stream.snapshot().since).toBe(since);
});

test('trying now does not wait', () => {
  const { stream, lines, last } = world();
  last().breakDown();
  stream.tryNow();
  expect(lines).toHaveLength(2);
});

test('a line that was replaced is not listened to', () => {
  const { stream, heard, lines, last } = world();
  last().say('one');
  stream.tryNow();
  lines[0]?.say('late');
  lines[0]?.breakDown();
  expect(heard).toEqual(['one']);
  expect(stream.snapshot().phase).toBe('live');
});

test('nothing stays open when nobody looks', () => {
  const { leave, lines, last } = world();
  last().say('one');
  leave();
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(1);
  expect(last().closed).toBe(true);
});
