import "server-only";
import type { ReadingProblem } from "@/lib/inventory/snapshot";

const MOST_PROBLEMS = 200;

/** Collects what could not be read, so that reading goes on. */
export class Problems {
  private readonly found: ReadingProblem[] = [];
  private left = 0;

  add(path: string, what: string): void {
    if (this.found.length < MOST_PROBLEMS) this.found.push({ path, what });
    else this.left += 1;
  }

  list(): readonly ReadingProblem[] {
    if (this.left === 0) return this.found;
    return [...this.found, { path: "*", what: `${this.left} more fields could not be read` }];
  }
}
