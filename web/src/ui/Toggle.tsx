import { Switch } from '@mantine/core';

type Props = { label: string; help?: string; on: boolean; onChange: (on: boolean) => void; disabled?: boolean };

/** On or off, at once; nothing has to be saved. */
export function Toggle({ label, help, on, onChange, disabled = false }: Props) {
  return (
    <Switch
      label={label}
      description={help}
      labelPosition="left"
      withThumbIndicator={false}
      checked={on}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
