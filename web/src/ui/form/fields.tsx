// The fields of a form: label above, help below, the error where it belongs.
import { Checkbox, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../Icon.tsx';
import classes from './form.module.css';
import { text } from './text.ts';
import type { FormOf, Values } from './useForm.ts';

type Keys<V, T> = { [K in keyof V & string]: V[K] extends T ? (T extends V[K] ? K : never) : never }[keyof V & string];

type Shared<V extends Values, T> = {
  form: FormOf<V>;
  name: Keys<V, T>;
  label: string;
  help?: ReactNode;
  disabled?: boolean;
};

type TextProps<V extends Values> = Shared<V, string> & {
  type?: 'text' | 'email' | 'url' | 'search' | 'tel' | 'date' | 'time';
  autoComplete?: string;
  placeholder?: string;
  /** Shown as a count below the field. */
  most?: number;
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email';
  unit?: string;
  autoFocus?: boolean;
  required?: boolean;
  /** Taller, for pages that hold one form alone. */
  large?: boolean;
  /** Short by content: a code, a count. */
  width?: 'short' | 'middle' | 'full';
};

function shared<V extends Values, T>(props: Shared<V, T>, more: { large?: boolean | undefined } = {}) {
  const { form, name, label, help, disabled } = props;
  const error = form.errors[name];
  return {
    name,
    label,
    description: help,
    disabled: disabled ?? false,
    error: error === undefined ? undefined : <FieldError>{error}</FieldError>,
    onBlur: () => form.leave(name),
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
    size: more.large ? 'lg' : 'sm',
  };
}

export function FieldError({ children }: { children: ReactNode }) {
  return (
    <span className={classes.error}>
      <Icon name="warn" size={14} />
      <span>{children}</span>
    </span>
  );
}

export function TextField<V extends Values>(props: TextProps<V>) {
  const { form, name, most, unit, help, large, width = 'full', autoFocus = false } = props;
  const value = form.values[name] as string;
  const count = most && <span className={classes.count}>{text.count([...value].length, most)}</span>;
  return (
    <TextInput
      {...shared(props, { large })}
      className={classes[width]}
      type={props.type ?? 'text'}
      value={value}
      onChange={(event) => form.set(name, event.currentTarget.value as V[typeof name])}
      description={count ? <span className={classes.help}><span>{help}</span>{count}</span> : help}
      {...(props.autoComplete && { autoComplete: props.autoComplete })}
      {...(props.placeholder && { placeholder: props.placeholder })}
      {...(props.inputMode && { inputMode: props.inputMode })}
      {...(props.required && { 'aria-required': true })}
      {...(unit && { rightSection: <span className={classes.unit}>{unit}</span>, rightSectionWidth: 'auto', rightSectionPointerEvents: 'none' as const })}
      {...(autoFocus && { 'data-autofocus': true })}
    />
  );
}

export function SecretField<V extends Values>(props: Shared<V, string> & { autoComplete: string; large?: boolean }) {
  const { form, name, autoComplete, large } = props;
  return (
    <PasswordInput
      {...shared(props, { large })}
      value={form.values[name] as string}
      onChange={(event) => form.set(name, event.currentTarget.value as V[typeof name])}
      autoComplete={autoComplete}
      aria-invalid={form.errors[name] !== undefined}
      visibilityToggleFocusable
      visibilityToggleIcon={({ reveal }) => <Icon name={reveal ? 'eyeOff' : 'eye'} />}
      visibilityToggleButtonProps={{ 'aria-label': text.show }}
    />
  );
}

export function AreaField<V extends Values>(props: Shared<V, string> & { rows?: number; most?: number; placeholder?: string }) {
  const { form, name, rows = 4, most, help, placeholder } = props;
  const value = form.values[name] as string;
  const count = most && <span className={classes.count}>{text.count([...value].length, most)}</span>;
  return (
    <Textarea
      {...shared(props)}
      rows={rows}
      value={value}
      description={count ? <span className={classes.help}><span>{help}</span>{count}</span> : help}
      onChange={(event) => form.set(name, event.currentTarget.value as V[typeof name])}
      {...(placeholder && { placeholder })}
    />
  );
}

export type Choice = { value: string; label: string; disabled?: boolean };

type ChoiceProps<V extends Values> = Shared<V, string> & { choices: readonly Choice[]; width?: 'short' | 'middle' | 'full' };

export function ChoiceField<V extends Values>(props: ChoiceProps<V>) {
  const { form, name, choices, width = 'full' } = props;
  return (
    <NativeSelect
      {...shared(props)}
      className={classes[width]}
      data={[...choices]}
      value={form.values[name] as string}
      onChange={(event) => form.set(name, event.currentTarget.value as V[typeof name])}
      rightSection={<Icon name="down" size={12} />}
    />
  );
}

export function SwitchField<V extends Values>(props: Shared<V, boolean>) {
  const { form, name, label, help, disabled = false } = props;
  return (
    <Switch
      name={name}
      className={classes.switch}
      labelPosition="left"
      label={label}
      description={help}
      disabled={disabled}
      withThumbIndicator={false}
      checked={form.values[name] as boolean}
      onChange={(event) => form.set(name, event.currentTarget.checked as V[typeof name])}
      error={form.errors[name]}
    />
  );
}

export function CheckField<V extends Values>(props: Shared<V, boolean>) {
  const { form, name, label, help, disabled = false } = props;
  return (
    <Checkbox
      name={name}
      size="xs"
      label={label}
      description={help}
      disabled={disabled}
      checked={form.values[name] as boolean}
      onChange={(event) => form.set(name, event.currentTarget.checked as V[typeof name])}
      error={form.errors[name]}
    />
  );
}
