import { chmod } from "node:fs/promises";
import path from "node:path";
import type { RunningPostgres } from "@/lib/server/db/embedded/start-postgres";

export interface CampaignDatabase {
  readonly url: string;
  /** Ends it in the middle of what it does and starts it again on the same files and port. */
  readonly killAndStart: (signal: "SIGKILL" | "SIGQUIT") => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A PostgreSQL with our schema, as the launcher configures it; DATABASE_URL names it from then on. */
export async function startCampaignDatabase(folder: string): Promise<CampaignDatabase> {
  const { startPostgres } = await import("@/lib/server/db/embedded/start-postgres");
  // PostgreSQL may run as another user, who must get through to its own folder.
  await chmod(folder, 0o755);
  const options = { directory: path.join(folder, "postgres"), password: "campaign" };
  let server: RunningPostgres = await startPostgres(options);
  process.env.DATABASE_URL = server.url;
  const { applyMigrations } = await import("@/lib/server/db/apply-migrations");
  await applyMigrations(server.url);
  const { url, port } = server;
  return {
    url,
    killAndStart: async (signal) => {
      process.kill(server.pid, signal);
      await server.ended;
      server = await startPostgres({ ...options, port });
    },
    stop: async () => {
      const { closePool } = await import("@/lib/server/db/pool");
      const { closePrisma } = await import("@/lib/server/db/prisma");
      await closePrisma();
      await closePool();
      await server.stop();
    },
  };
}
