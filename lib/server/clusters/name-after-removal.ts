import "server-only";

/** A removed cluster gives its name free for another one. */
export function nameAfterRemoval(name: string, id: string): string {
  return `${name} (removed ${id.slice(0, 8)})`;
}
