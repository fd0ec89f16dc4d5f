import "server-only";

/** Reads what a ByteWriter wrote. @throws RangeError at the end of the bytes */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#position];
    if (value === undefined) throw new RangeError("A stored block of samples ends too early.");
    this.#position += 1;
    return value;
  }

  unsigned(): number {
    let value = 0;
    let factor = 1;
    let part = this.byte();
    while (part > 127) {
      value += (part - 128) * factor;
      factor *= 128;
      part = this.byte();
    }
    return value + part * factor;
  }
}
