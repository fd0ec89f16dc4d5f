import "server-only";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";

/** For layouts: null while the database cannot be reached, so that they can say so; any other failure goes on. */
export async function orDatabaseAway<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (problem) {
    if (isDatabaseAway(problem)) return null;
    throw problem;
  }
}
