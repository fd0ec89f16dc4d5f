import "server-only";

/** A growing run of bytes with whole numbers of variable length (seven bits a byte, lowest first). */
export class ByteWriter {
  private buffer = new Uint8Array(8_192);
  private length = 0;

  reset(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length] = value;
    this.length += 1;
  }

  unsigned(value: number): void {
    this.reserve(8);
    const { buffer } = this;
    let { length } = this;
    let rest = value;
    while (rest > 127) {
      buffer[length] = (rest % 128) + 128;
      length += 1;
      rest = Math.floor(rest / 128);
    }
    buffer[length] = rest;
    this.length = length + 1;
  }

  /** What was written so far; valid until the next write. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = new Uint8Array(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

/** Bytes that {@link ByteWriter.unsigned} takes for a number. */
export function unsignedLength(value: number): number {
  if (value < 128) return 1;
  if (value < 16_384) return 2;
  if (value < 2_097_152) return 3;
  if (value < 268_435_456) return 4;
  return value < 34_359_738_368 ? 5 : 8;
}
