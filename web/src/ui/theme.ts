// The visual language as Mantine reads it. Colours stand in tokens.css; here are only their names.
import {
  ActionIcon,
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  rem,
} from '@mantine/core';

const baltic: MantineColorsTuple = [
  '#F0F8FE', '#E3F1FA', '#C0E0F6', '#ADD3EC', '#6DBBE8',
  '#4D9BCB', '#2376A4', '#116B98', '#055F89', '#064D70',
];

export const theme = createTheme({
  primaryColor: 'baltic',
  primaryShade: { light: 8, dark: 6 },
  colors: { baltic },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(4), sm: rem(6), md: rem(10), lg: rem(14), xl: rem(999) },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '1.4' },
      h2: { fontSize: rem(14), lineHeight: '1.43' },
    },
  },
  components: {
    // Filled is a choice, not the default: one filled button a layer.
    Button: Button.extend({ defaultProps: { variant: 'default', size: 'sm' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
  },
});

const named = {
  '--mantine-color-body': 'var(--canvas)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-gray-light-color': 'var(--ink-2)',
  '--mantine-color-gray-light-hover': 'var(--sunken)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
};

/** Mantine's own names, pointed at ours, in both schemes. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: named, dark: named });
