import { Menu as Base, type MenuItemProps, type MenuProps, Popover as BasePopover, type PopoverProps } from '@mantine/core';
import { useInDialog } from './layer.ts';

/** Mantine's menu, opened in the right layer; its placeholder for the focus is no item, so it goes without. */
export function Menu(props: MenuProps) {
  return <Base withinPortal={!useInDialog()} withInitialFocusPlaceholder={false} {...props} />;
}

Menu.Target = Base.Target;
Menu.Dropdown = Base.Dropdown;
Menu.Item = Base.Item;
Menu.Label = Base.Label;
Menu.Divider = Base.Divider;

type ChoiceProps = MenuItemProps & { chosen: boolean; onClick: () => void; lang?: string };

/** One of several of which one is in force; Mantine's own item says of itself that it only does something. */
export function MenuChoice({ chosen, ...rest }: ChoiceProps) {
  return <Base.Item {...rest} renderRoot={(given) => <button {...given} type="button" role="menuitemradio" aria-checked={chosen} />} />;
}

/** Mantine's popover, opened in the right layer; the focus goes in and comes back. */
export function Popover(props: PopoverProps) {
  return <BasePopover withinPortal={!useInDialog()} trapFocus returnFocus {...props} />;
}

Popover.Target = BasePopover.Target;
Popover.Dropdown = BasePopover.Dropdown;
