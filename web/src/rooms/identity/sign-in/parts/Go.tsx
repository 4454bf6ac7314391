import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Submit } from '../../../../ui/form/Form.tsx';
import type { FormOf, Values } from '../../../../ui/form/useForm.ts';
import { text } from '../text.ts';
import classes from './parts.module.css';

/** The button of the page. While the next try waits it says for how long, in its own place. */
export function Go<V extends Values>({ form, left_s = 0, children }: { form: FormOf<V>; left_s?: number; children: ReactNode }) {
  if (left_s <= 0) return <Submit form={form} large>{children}</Submit>;
  return (
    <div className={classes.stack}>
      <Button type="button" size="lg" fullWidth disabled>{text.nextTry(left_s)}</Button>
    </div>
  );
}
