import { TextInput } from '@mantine/core';

type Props = {
  value: string | null;
  placeholder: string;
  disabled: boolean;
  onChange: (value: string | null) => void;
} & ({ label: string } | { 'aria-label': string });

/** Kept when one leaves it, for an address that is half typed is none. */
export function ReplyTo({ value, onChange, ...rest }: Props) {
  return (
    <TextInput
      key={value ?? ''}
      type="email"
      defaultValue={value ?? ''}
      onBlur={(event) => {
        const typed = event.currentTarget.value.trim() || null;
        if (typed !== value) onChange(typed);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      {...rest}
    />
  );
}
