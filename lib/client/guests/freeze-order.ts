/**
 * Keeps the rows where they are while somebody points at them. Rows that went are dropped, new ones come last.
 *
 * @returns the keys in the order to show, and how many rows would stand elsewhere if the order were let go
 */
export function freezeOrder(
  shown: readonly string[],
  wanted: readonly string[],
): { readonly order: readonly string[]; readonly moved: number } {
  const present = new Set(wanted);
  const kept = shown.filter((key) => present.has(key));
  const known = new Set(kept);
  const order = [...kept, ...wanted.filter((key) => !known.has(key))];
  return { order, moved: order.filter((key, index) => key !== wanted[index]).length };
}
