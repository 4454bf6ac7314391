/** The same answer for the same word, worked out once. */
export function cached<T>(make: (word: string) => T): (word: string) => T {
  const made = new Map<string, T>();
  return (word) => {
    const found = made.get(word);
    if (found !== undefined) return found;
    const fresh = make(word);
    made.set(word, fresh);
    return fresh;
  };
}
