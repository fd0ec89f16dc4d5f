import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import type { CollectingAnswer, CollectingOrder } from "./run-collecting";
import { endProcess } from "./simulator-process";

/** The product's collecting in a process of its own, one order at a time. */
export interface CollectingProcess {
  /** @throws when the order could not be followed */
  order(order: CollectingOrder): Promise<CollectingAnswer>;
  stop(): Promise<void>;
}

/** Starts it on this database. */
export function startCollectingProcess(databaseUrl: string): CollectingProcess {
  const child = fork(path.join(import.meta.dirname, "run-collecting.ts"), {
    execArgv: ["--expose-gc", "--conditions=react-server", "--import", "tsx"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      EVENKEEL_SECRET_KEY: randomBytes(32).toString("base64"),
      EVENKEEL_LOG_LEVEL: "silent",
    },
  });
  const gone = new AbortController();
  child.once("exit", () => gone.abort());
  return {
    order: async (order) => {
      child.send(order);
      const [answer] = (await once(child, "message", { signal: gone.signal })) as [CollectingAnswer];
      if (answer.problem !== undefined) throw new Error(`"${order.do}" failed: ${answer.problem}`);
      return answer;
    },
    stop: () => endProcess(child),
  };
}
