/** Why a move is made, without the price that follows: that stands beside it in figures. */
export function moveWhy(sentence: string): string {
  return sentence.replace(/ It moves (?:live|with a restart|while stopped) in about .*$/, "");
}
