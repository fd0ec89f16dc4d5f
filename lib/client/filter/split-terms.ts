/** Splits at spaces outside double quotes. An unclosed quote reaches to the end. */
export function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let current = "";
  let quoted = false;

  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (/\s/.test(character) && !quoted) {
      if (current !== "") terms.push(current);
      current = "";
    } else {
      current += character;
    }
  }
  if (current !== "") terms.push(current);
  return terms;
}
