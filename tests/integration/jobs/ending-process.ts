import http from "node:http";
import { pool } from "@/lib/server/db/pool";
import { endInOrder, onShutdown, shutdownSignal } from "@/lib/server/lifecycle/shutdown";
import { startTestRunner } from "@/tests/support/job-runner";

/**
 * A process with a job step that takes STEP_MS longer than it is told to end, a stream that only the end closes, and a
 * slow request. It writes its port, and "busy" once the step is under way.
 */
const stepMs = Number(process.env.STEP_MS);
endInOrder({ patienceMs: Number(process.env.PATIENCE_MS) });
const toldToEnd = new Promise((resolve) => shutdownSignal().addEventListener("abort", resolve));

const runner = await startTestRunner((client) => [
  client.createFunction({ id: "slow", triggers: [{ event: "slow" }], retries: 0 }, async ({ step }) => {
    await step.run("slow", async () => {
      process.stdout.write("busy\n");
      await toldToEnd;
      const until = Date.now() + stepMs;
      while (Date.now() < until) await pool().query("select pg_sleep(0.05)");
      return "done";
    });
    await step.run("after", () => "never in this process");
  }),
]);
onShutdown(() => runner.stop());

const server = http.createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("open\n");
  if (request.url === "/stream") shutdownSignal().addEventListener("abort", () => response.end("closed\n"));
  else void toldToEnd.then(() => setTimeout(() => response.end("answered\n"), 500));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === "object" ? address?.port : ""}\n`);
});
