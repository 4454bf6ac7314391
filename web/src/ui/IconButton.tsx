import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './Icon.tsx';

type Props = Omit<ComponentPropsWithoutRef<'button'>, 'color' | 'style'> &
  Pick<ActionIconProps, 'size' | 'disabled' | 'loading'> & {
    icon: IconName;
    /** What it does; shown on hover and read out. */
    label: string;
    ref?: Ref<HTMLButtonElement>;
    /** A count beside the picture. */
    children?: ReactNode;
  };

export function IconButton({ icon, label, children, className = '', ...rest }: Props) {
  return (
    <ActionIcon aria-label={label} title={label} className={`${children ? 'counted' : ''} ${className}`} {...rest}>
      <Icon name={icon} />
      {children}
    </ActionIcon>
  );
}
