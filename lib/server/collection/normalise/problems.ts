import "server-only";
import type { ReadingProblem } from "@/lib/inventory/snapshot";

const MOST_PROBLEMS = 200;

/** Collects what could not be read, so that reading goes on. */
export class Problems {
  private readonly found = new Map<string, ReadingProblem>();
  private left = 0;

  constructor(private readonly most = MOST_PROBLEMS) {}

  /** A field that several readers want is still one problem. */
  add(path: string, what: string): void {
    const key = `${path}\n${what}`;
    if (this.found.has(key)) return;
    if (this.found.size < this.most) this.found.set(key, { path, what });
    else this.left += 1;
  }

  list(): readonly ReadingProblem[] {
    const found = [...this.found.values()];
    if (this.left === 0) return found;
    return [...found, { path: "*", what: `${this.left} more fields could not be read` }];
  }
}
