import "server-only";

const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  // user:password@ of an address
  [/(\/\/[^\s:/@"\\]*:)[^\s@"\\]+@/g, "$1[secret]@"],
  [/(PVEAPIToken=[^\s=!"\\]+![^\s="\\]+=)[^\s"\\]+/g, "$1[secret]"],
  [/(PVEAuthCookie=|PVE:[^\s:"\\]+:)[^\s;"\\]+/g, "$1[secret]"],
  [/(Bearer\s+)[\w.~+/-]+=*/gi, "$1[secret]"],
];

/** `text` without the passwords, tokens and tickets that can be told by their shape. */
export function maskSecrets(text: string): string {
  return SECRET_SHAPES.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text);
}
