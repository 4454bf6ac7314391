// What an edit of many does, in one line.
import type { Bulk, Operation } from './api.ts';
import { saidOf } from './bulk.ts';
import { text } from './bulkText.ts';
import { text as names } from './text.ts';

export function sentenceOf({ operations }: Pick<Bulk, 'operations'>): string {
  return operations.map(wordsOf).join(', ');
}

function wordsOf(operation: Operation): string {
  const { field, way } = operation;
  return `${names.fields[field] ?? field}: ${text.ways[way] ?? way} ${saidOf(operation, text.quoted)}`.trim();
}
