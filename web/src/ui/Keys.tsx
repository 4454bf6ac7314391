/** Keys as they are printed on a keyboard. */
export function Keys({ keys, apart = false }: { keys: readonly string[]; apart?: boolean }) {
  if (!apart) return <kbd>{keys.join(' ')}</kbd>;
  return (
    <span className="keys">
      {keys.map((key) => <kbd key={key}>{key}</kbd>)}
    </span>
  );
}
