import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tab } from '../../../lib/stored.ts';
import { Look } from '../../../ui/Look.tsx';
import type { SignIn } from './api.ts';
import { SignInForm } from './parts/SignInForm.tsx';

type Sent = { path: string; body: unknown };

// The server, as the browser would reach it.
const sent: Sent[] = [];
let answer: () => Response = () => Response.json({});

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) });
    return answer();
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(more: Partial<Parameters<typeof SignInForm>[0]> = {}) {
  const onHalf = vi.fn<(half: SignIn) => void>();
  const onDone = vi.fn<() => Promise<void>>(async () => {});
  render(
    <Look>
      <QueryClientProvider client={new QueryClient()}>
        <SignInForm onHalf={onHalf} onDone={onDone} {...more} />
      </QueryClientProvider>
    </Look>,
  );
  return { onHalf, onDone };
}

const email = () => screen.getByLabelText<HTMLInputElement>('Email');
const password = () => screen.getByLabelText<HTMLInputElement>('Password');

async function press(address: string, secret: string): Promise<void> {
  fireEvent.change(email(), { target: { value: address } });
  fireEvent.change(password(), { target: { value: secret } });
  await act(async () => {
    fireEvent.submit(screen.getByRole('form', { name: 'Sign in' }));
    await vi.waitFor(() => expect(screen.getByRole('form').getAttribute('aria-busy')).toBe('false'));
  });
}

function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  return Response.json({ detail: 'No.', code, next_step: '', fields: [] }, { status, headers });
}

test('keepers of passwords know what is what', () => {
  open();
  expect([email().autocomplete, password().autocomplete]).toEqual(['username', 'current-password']);
});

test('a complete sign-in goes on', async () => {
  answer = () => Response.json({ state: 'signed_in', challenge: '', ways: [] });
  const { onDone, onHalf } = open();
  await press('ana@example.com', 'lemon orbit stable quiet');
  expect(sent).toEqual([
    { path: '/api/identity/sign_in', body: { email: 'ana@example.com', password: 'lemon orbit stable quiet' } },
  ]);
  expect(onDone).toHaveBeenCalledOnce();
  expect(onHalf).not.toHaveBeenCalled();
});

test('half a sign-in asks for the second factor', async () => {
  answer = () => Response.json({ state: 'second_factor', challenge: 'hch_1', ways: ['totp'] });
  const { onDone, onHalf } = open();
  await press('ana@example.com', 'lemon orbit stable quiet');
  expect(onHalf).toHaveBeenCalledWith({ state: 'second_factor', challenge: 'hch_1', ways: ['totp'] });
  expect(onDone).not.toHaveBeenCalled();
});

test('a wrong one is told at the password, which stays and gets the focus', async () => {
  answer = () => refusal(422, 'sign_in_wrong');
  open();
  await press('ana@example.com', 'wrong');
  expect(screen.getByText('That email and password don’t match.')).toBeTruthy();
  expect(document.activeElement).toBe(password());
  expect(password().getAttribute('aria-invalid')).toBe('true');
  expect(password().value).toBe('wrong');
});

test('while the next try waits the button says for how long, and comes back by itself', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  answer = () => refusal(429, 'too_many_tries', { 'retry-after': '3' });
  open();
  await press('ana@example.com', 'wrong');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /Next try in 3/ }).disabled).toBe(true);
  act(() => void vi.advanceTimersByTime(2_000));
  expect(screen.getByRole('button', { name: /Next try in [12]/ })).toBeTruthy();
  act(() => void vi.advanceTimersByTime(2_000));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(false);
});

test('what is typed to sign in is kept nowhere', async () => {
  open();
  fireEvent.change(email(), { target: { value: 'ana@example.com' } });
  fireEvent.change(password(), { target: { value: 'lemon orbit stable quiet' } });
  expect(tab.read('hanse-draft sign-in') ?? '').not.toMatch(/ana|lemon/);
});

test('who is invited signs in as the one that is invited', () => {
  open({ email: 'budi@example.com' });
  expect([email().value, email().disabled]).toEqual(['budi@example.com', true]);
});

test('caps lock is said where the password is typed', () => {
  open();
  const pressed = new KeyboardEvent('keydown', { key: 'A', bubbles: true });
  Object.defineProperty(pressed, 'getModifierState', { value: (key: string) => key === 'CapsLock' });
  fireEvent(password(), pressed);
  expect(screen.getByText('Caps lock is on')).toBeTruthy();
  fireEvent.blur(password());
  expect(screen.queryByText('Caps lock is on')).toBeNull();
});
