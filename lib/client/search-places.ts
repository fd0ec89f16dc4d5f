interface Searchable {
  readonly words: readonly string[];
}

/** The best few of what matches every word of the query: beginnings of names first, then of words, then anywhere. */
export function searchPlaces<Item extends Searchable>(
  items: readonly Item[],
  query: string,
  most: number,
): readonly Item[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return items.slice(0, most);
  return items
    .map((item, index) => ({ item, index, rank: rankOf(item, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
    .slice(0, most)
    .map(({ item }) => item);
}

function rankOf({ words }: Searchable, wanted: readonly string[]): number {
  let sum = 0;
  for (const piece of wanted) {
    const rank = Math.max(0, ...words.map((text) => rankIn(text.toLowerCase(), piece)));
    if (rank === 0) return 0;
    sum += rank;
  }
  return sum;
}

function rankIn(text: string, piece: string): number {
  const at = text.indexOf(piece);
  if (at === -1) return 0;
  if (text === piece) return 4;
  if (at === 0) return 3;
  return /[^a-z0-9]/.test(text.charAt(at - 1)) ? 2 : 1;
}
