import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetDrafts, readDraft } from '../../lib/drafts.ts';
import { Refusal } from '../../lib/problem.ts';
import { offlineSince } from '../../lib/reach.ts';
import { Look } from '../Look.tsx';
import { SecretField, TextField } from './fields.tsx';
import { sorted } from './findings.ts';
import { Form, SaveBar, Submit } from './Form.tsx';
import { useForm } from './useForm.ts';

const submit = vi.fn<(values: object, key: string) => Promise<unknown>>();

function Example() {
  const form = useForm({
    name: 'example',
    initial: { name: '', floor: '', secret: '' },
    secrets: ['secret'],
    checks: { name: (value) => (value ? '' : 'A name is needed. Type one.') },
    submit,
  });
  return (
    <Form form={form} label="Example">
      <TextField form={form} name="name" label="Name" />
      <TextField form={form} name="floor" label="Floor" />
      <SecretField form={form} name="secret" label="Secret" autoComplete="off" />
      <Submit form={form}>Save it</Submit>
      <SaveBar form={form} />
    </Form>
  );
}

const open = () => render(<Look><Example /></Look>);
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = async () => act(async () => void fireEvent.submit(screen.getByRole('form', { name: 'Example' })));
const finding = (field: string, sentence: string) => ({ field, code: 'x', sentence, nextStep: '' });

beforeEach(() => {
  submit.mockReset();
  submit.mockResolvedValue(undefined);
  forgetDrafts();
});
afterEach(() => {
  cleanup();
  offlineSince.set(null);
});

test('what is wrong is told at the field, which gets the focus, and nothing is sent', async () => {
  open();
  await press();
  expect(screen.getByText('A name is needed. Type one.')).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText('Name'));
  expect(submit).not.toHaveBeenCalled();
});

test('what the server finds lands on the same place', async () => {
  submit.mockRejectedValue(new Refusal(422, 'Wrong.', '', { findings: [finding('floor', 'Below the cost of 10.42.')] }));
  open();
  type('Name', 'Gayo');
  await press();
  expect(screen.getByText('Below the cost of 10.42.')).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText('Floor'));
  expect(screen.queryByText('Wrong.')).toBeNull();
});

test('a finding of a field that is not here is told above', async () => {
  submit.mockRejectedValue(new Refusal(422, 'Wrong in: zone.', 'Choose another.', { findings: [finding('zone', 'Unknown.')] }));
  open();
  type('Name', 'Gayo');
  await press();
  expect(screen.getByRole('alert').textContent).toContain('Wrong in: zone. Choose another.');
});

test('what was typed outlives the page, secrets do not', () => {
  const { unmount } = open();
  type('Name', 'Gayo');
  type('Secret', 'hush');
  unmount();
  open();
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('Gayo');
  expect((screen.getByLabelText('Secret') as HTMLInputElement).value).toBe('');
  expect(screen.getByText(/This is what you typed before/)).toBeDefined();
  fireEvent.click(screen.getByText('Start anew'));
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('');
  expect(readDraft('example')).toBeNull();
});

test('pressing twice is one wish, changing something is another', async () => {
  submit.mockRejectedValue(new Refusal(0, 'No answer.'));
  open();
  type('Name', 'Gayo');
  await press();
  await press();
  type('Name', 'Toraja');
  await press();
  const [one, two, three] = submit.mock.calls.map(([, key]) => key);
  expect(two).toBe(one);
  expect(three).not.toBe(one);
});

test('offline the button is off and says why', () => {
  offlineSince.set(new Date());
  open();
  expect(screen.getByRole('button', { name: 'Save it' })).toHaveProperty('disabled', true);
  expect(screen.getAllByText('You are offline. What you type is kept.').length).toBeGreaterThan(0);
});

test('a part of a list is told at the list', () => {
  const refusal = new Refusal(422, '', '', { findings: [finding('networks.1', 'Not a network.')] });
  expect(sorted(refusal, ['networks']).errors).toEqual({ networks: 'Not a network.' });
});
