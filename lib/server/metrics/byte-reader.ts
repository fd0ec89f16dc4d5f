import "server-only";

/** Reads what a ByteWriter wrote. @throws RangeError at the end of the bytes */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    const value = this.bytes[this.position];
    if (value === undefined) throw new RangeError("A stored block of samples ends too early.");
    this.position += 1;
    return value;
  }

  unsigned(): number {
    let part = this.byte();
    if (part < 128) return part;
    let value = part - 128;
    let factor = 128;
    part = this.byte();
    while (part > 127) {
      value += (part - 128) * factor;
      factor *= 128;
      part = this.byte();
    }
    return value + part * factor;
  }

  /** Passes over numbers without making them. */
  skip(count: number): void {
    for (let left = count; left > 0; left -= 1) {
      while (this.byte() > 127);
    }
  }
}
