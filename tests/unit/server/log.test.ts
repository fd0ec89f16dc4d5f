import { describe, expect, it, vi } from "vitest";
import { childLog, log } from "@/lib/server/log";

vi.hoisted(() => {
  process.env.EVENKEEL_LOG_LEVEL = "info";
});

/** What one call writes, through the real destination. */
function written(write: () => void): string {
  const destination = (log as unknown as Record<symbol, { write(line: string): void }>)[streamSymbol];
  const lines: string[] = [];
  const spy = vi.spyOn(destination as { write(line: string): void }, "write");
  spy.mockImplementation((line) => void lines.push(line));
  write();
  spy.mockRestore();
  return lines.join("");
}

const streamSymbol = Object.getOwnPropertySymbols(log).find(
  ({ description }) => description === "pino.stream",
) as symbol;

describe("the log", () => {
  it("writes one JSON object a line, with level, time and the part it comes from", () => {
    const line = JSON.parse(written(() => childLog("collection").info({ cluster: "prod" }, "read")));
    expect(line).toMatchObject({ level: "info", component: "collection", cluster: "prod", msg: "read" });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("hides fields that hold secrets, and secrets in text", () => {
    const line = written(() =>
      log.warn(
        {
          password: "hush-1",
          user: { tokenSecret: "hush-2" },
          request: { headers: { authorization: "hush-3" } },
        },
        "asked postgresql://evenkeel:hush-4@db/x with PVEAPIToken=a@pve!b=hush-5",
      ),
    );
    expect(line).not.toContain("hush");
  });

  it("shows an error with its causes and without what libraries hang on it", () => {
    const error = Object.assign(new Error("lost", { cause: new Error("reset") }), {
      code: "57P01",
      client: { secretKey: 4711 },
    });
    const { err } = JSON.parse(written(() => log.error({ err: error }, "failed")));
    expect(err).toMatchObject({ type: "Error", message: "lost", code: "57P01", cause: { message: "reset" } });
    expect(err).not.toHaveProperty("client");
  });
});
