import { type Process, TaskInterrupt } from "../process";
import type { Migration } from "./migration";

/** Once the configuration has moved, there is no way back. */
export function* delayInterrupts(migration: Migration, seconds: number): Process {
  try {
    yield seconds;
  } catch (error) {
    if (!(error instanceof TaskInterrupt)) throw error;
    migration.error("received interrupt - delayed");
  }
}
