import "server-only";

interface Identified {
  readonly id: string;
}

export interface RowNewsPorts<Row extends Identified> {
  /** Rows that are named, or all that have not ended. */
  readonly read: (ids: readonly string[] | "active") => Promise<readonly Row[]>;
  readonly hasEnded: (row: Row) => boolean;
}

/**
 * What browsers have been told of rows that begin, change and end, such as moves. Ended rows are forgotten, so that only those that are under
 * way are kept here.
 */
export class RowNews<Row extends Identified> {
  readonly #told = new Map<string, { readonly row: Row; readonly text: string }>();

  constructor(private readonly ports: RowNewsPorts<Row>) {}

  /** All that have not ended, as they were told last. */
  underWay(): readonly Row[] {
    return [...this.#told.values()].map(({ row }) => row);
  }

  /** Rows among the named ones that differ from what was told last. */
  async changed(ids: readonly string[]): Promise<readonly Row[]> {
    return ids.length === 0 ? [] : this.#differing(await this.ports.read(ids));
  }

  /** The same for all that have not ended, and those that had not when they were told. */
  async refreshed(): Promise<readonly Row[]> {
    const active = await this.ports.read("active");
    const known = new Set(active.map(({ id }) => id));
    const ended = [...this.#told.keys()].filter((id) => !known.has(id));
    const news = [...this.#differing(active), ...(await this.changed(ended))];
    for (const id of ended) this.#told.delete(id);
    return news;
  }

  #differing(rows: readonly Row[]): readonly Row[] {
    return rows.filter((row) => {
      const text = JSON.stringify(row);
      if (this.#told.get(row.id)?.text === text) return false;
      if (this.ports.hasEnded(row)) this.#told.delete(row.id);
      else this.#told.set(row.id, { row, text });
      return true;
    });
  }
}
