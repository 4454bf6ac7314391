import { indented } from '../../lib/document.ts';
import { WireSide } from '../Wire.tsx';
import { text } from './text.ts';

type Props = { title?: string; request: { method: string; path: string; body: string }; more?: React.ReactNode };

/** A request as the platform gets it: its method, its path, its body; no host and no keys. */
export function WireView({ title, request: { method, path, body }, more }: Props) {
  return <WireSide title={title ?? text.wire} more={more} words={`${method} ${path}\n${body ? `\n${indented(body)}` : ''}`} />;
}
