import { createRequire } from "node:module";
import path from "node:path";
import { type NodeProgram, TYPESCRIPT_LOADER } from "@/scripts/start/child-process";
import type { DemoIdentity } from "@/scripts/start/start-demo";

/** It needs about 150 MB; without a bound it would leave garbage until it had five times as much. */
const SIMULATOR_HEAP = "--max-old-space-size=384";

type Environment = Readonly<Record<string, string | undefined>>;

/** The Node.js programs that a start runs as its children. */
export interface Programs {
  /** Null when there is nothing to build. */
  build(env: Environment): NodeProgram | null;
  application(env: Environment, port: number, host: string): NodeProgram;
  simulator(env: Environment, identity: DemoIdentity): NodeProgram;
}

/** Evenkeel itself. */
export function evenkeelPrograms(root: string): Programs {
  const next = createRequire(path.join(root, "package.json")).resolve("next/dist/bin/next");
  const production = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  // The application ends itself in order; Next.js would exit while a job step is under way, and wait for open streams.
  const ownShutdown = { NEXT_MANUAL_SIG_HANDLE: "true" };
  return {
    build: (env) => ({ cwd: root, args: [next, "build"], env: { ...env, ...production } }),
    application: (env, port, host) => ({
      cwd: root,
      args: [next, "start", "--port", String(port), "--hostname", host],
      env: { ...env, ...production, ...ownShutdown },
    }),
    simulator: (env, { port, token, certificateFile }) => ({
      cwd: root,
      args: [
        SIMULATOR_HEAP,
        "--import",
        TYPESCRIPT_LOADER,
        path.join(root, "scripts/simulator.ts"),
        "--scenario",
        path.join(root, "lib/simulator/scenarios/demo.yaml"),
        "--port",
        String(port),
        "--certificate-file",
        certificateFile,
      ],
      env: { ...env, EVENKEEL_SIMULATOR_TOKEN: token },
    }),
  };
}
