// The real launcher with small children in the place of the application and the simulator.
import path from "node:path";

const parent = process.env.npm_lifecycle_event === "start" ? process.ppid : undefined;
const folder = import.meta.dirname;
await import("../../../scripts/start/register-typescript.mjs");
const { start } = await import("../../../scripts/start/start.ts");

process.exitCode = await start({
  parent,
  programs: {
    build: () => null,
    application: (env, port, host) => ({
      cwd: folder,
      env,
      args: [path.join(folder, "stand-in-application.mjs"), String(port), host],
    }),
    simulator: (env, { port, token }) => ({
      cwd: folder,
      env: { ...env, TOKEN: token },
      args: [path.join(folder, "stand-in-simulator.mjs"), String(port)],
    }),
  },
});
setTimeout(() => process.exit(), 1_000).unref();
