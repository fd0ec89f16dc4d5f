/** An address with those of its parameters that have a value. */
export function withQuery(path: string, query: Readonly<Record<string, string | null>>): string {
  const known = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === "" ? [] : [[name, value]],
  );
  const text = new URLSearchParams(known).toString();
  return text === "" ? path : `${path}?${text}`;
}
