/** Every API call received, counted by method and path template. */
export class CallCounter {
  readonly #counts = new Map<string, number>();

  count(method: string, template: string): void {
    const key = `${method} ${template}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  reset(): void {
    this.#counts.clear();
  }

  summary(): { readonly total: number; readonly calls: Readonly<Record<string, number>> } {
    const calls = Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)));
    return { total: Object.values(calls).reduce((sum, count) => sum + count, 0), calls };
  }
}
