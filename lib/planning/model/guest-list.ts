/** Guests of one node by index, always ascending, so that the order in which they came changes nothing. */
export class GuestList implements Iterable<number> {
  private items = new Int32Array(16);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The guest at a place from 0; -1 beyond the last. */
  at(place: number): number {
    return place < this.count ? (this.items[place] ?? -1) : -1;
  }

  has(guest: number): boolean {
    return this.at(this.placeOf(guest)) === guest;
  }

  add(guest: number): void {
    const place = this.placeOf(guest);
    if (this.at(place) === guest) return;
    if (this.count === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    if (place < this.count) this.items.copyWithin(place + 1, place, this.count);
    this.items[place] = guest;
    this.count += 1;
  }

  delete(guest: number): void {
    const place = this.placeOf(guest);
    if (this.at(place) !== guest) return;
    this.items.copyWithin(place, place + 1, this.count);
    this.count -= 1;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.items.subarray(0, this.count).values();
  }

  /** Where the guest is, or would be. */
  private placeOf(guest: number): number {
    let low = 0;
    let high = this.count;
    if (high === 0 || (this.items[high - 1] ?? 0) < guest) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[middle] ?? 0) < guest) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
