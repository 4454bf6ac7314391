import { text } from './text.ts';

/** A feature by our word for it; a newer one by its own. */
export function featureName(feature: string): string {
  return (text.features as Record<string, string>)[feature] ?? feature.replaceAll('_', ' ');
}
