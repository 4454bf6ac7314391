import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { JsonTree } from './JsonTree.tsx';

afterEach(cleanup);

test('what is folded is not drawn, and opens where one asks for it', async () => {
  render(<JsonTree label="Document" value={{ id: 4711, meta: { deep: { key: 'brass' } } }} />);
  expect(screen.getByText('4711')).toBeTruthy();
  expect(screen.queryByText('"brass"')).toBeNull();
  const details = screen.getByText('deep').closest('details');
  await act(async () => {
    if (!details) return;
    details.open = true;
    fireEvent(details, new Event('toggle'));
  });
  expect(screen.getByText('"brass"')).toBeTruthy();
});

test('a long list shows its first hundred entries and says how many more there are', () => {
  render(<JsonTree label="Document" value={Array.from({ length: 250 }, (_, at) => `row ${at}`)} />);
  expect(screen.queryByText('"row 100"')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show 150 more' }));
  expect(screen.getByText('"row 100"')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Show 50 more' })).toBeTruthy();
});
