import "server-only";

/** A growing run of bytes with whole numbers of variable length (seven bits a byte, lowest first). */
export class ByteWriter {
  #buffer = new Uint8Array(512);
  length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.length] = value;
    this.length += 1;
  }

  unsigned(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.length] = (rest % 128) | 128;
      this.length += 1;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.length] = rest;
    this.length += 1;
  }

  append(other: ByteWriter): void {
    this.#reserve(other.length);
    this.#buffer.set(other.bytes(), this.length);
    this.length += other.length;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  #reserve(count: number): void {
    if (this.length + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.length + count));
    larger.set(this.#buffer.subarray(0, this.length));
    this.#buffer = larger;
  }
}
