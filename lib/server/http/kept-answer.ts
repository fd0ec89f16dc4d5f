import "server-only";

/** An answer that is asked for far more often than it changes. */
export class KeptAnswer<Answer> {
  /**
   * @param key names the state of everything that the answer is made of; while it is the same, so is the answer
   * @param build makes the answer when it is not kept
   */
  constructor(
    readonly key: string,
    readonly build: () => Answer | Promise<Answer>,
  ) {}
}

interface Kept {
  readonly key: string;
  readonly body: string;
}

/** By address with its query: a few addresses, each with its newest answer alone. */
const MOST_KEPT = 50;
const kept = new Map<string, Kept>();

/** The body of an answer, checked and written once for each state of what it is made of. */
export async function keptBody(address: string, key: string, write: () => Promise<string>): Promise<string> {
  const known = kept.get(address);
  if (known?.key === key) return known.body;
  const body = await write();
  kept.delete(address);
  kept.set(address, { key, body });
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return body;
}
