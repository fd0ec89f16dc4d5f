import { register } from "@/instrumentation";

/** CPU since the process began, JavaScript and the threads beside it, and memory. */
export interface ProcessUsage {
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** Everything the application does in the background, started as its server starts it, without the pages. */
await register();
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const usage = { cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() };
  process.send?.(usage satisfies ProcessUsage);
});
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
