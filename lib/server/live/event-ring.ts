import "server-only";

/** An event as it goes over the wire. */
export interface WireEvent {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Moves tell how far they are every second. */
const LONGEST_RING = 600;
const LARGEST_RING_BYTES = 8 * 2 ** 20;

/** The newest events, for browsers that come back after a short absence. */
export class EventRing {
  readonly #events: WireEvent[] = [];
  #bytes = 0;

  push(event: WireEvent): void {
    this.#events.push(event);
    this.#bytes += event.bytes.length;
    while (this.#events.length > LONGEST_RING || this.#bytes > LARGEST_RING_BYTES) {
      this.#bytes -= this.#events.shift()?.bytes.length ?? 0;
    }
  }

  /** What came after `number`, oldest first; null when some of it is no longer known. */
  since(number: number, newest: number): readonly WireEvent[] | null {
    if (!Number.isInteger(number)) return null;
    if (number === newest) return [];
    const [oldest] = this.#events;
    if (!oldest || number < oldest.number - 1 || number > newest) return null;
    return this.#events.filter((event) => event.number > number);
  }
}

const encoder = new TextEncoder();

export function toWire(type: string, id: string, data: unknown): Uint8Array {
  return encoder.encode(`event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
