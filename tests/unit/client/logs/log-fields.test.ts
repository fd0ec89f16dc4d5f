import { describe, expect, it } from "vitest";
import type { LogRow } from "@/lib/api/logs";
import { logDetails } from "@/lib/client/logs/log-fields";

const row = (message: string, fields: Record<string, unknown>): LogRow => ({
  id: "1",
  atMs: 0,
  level: "warn",
  component: "jobs",
  message,
  move: null,
  fields,
  process: "host:1",
});

describe("what a line of the log says beside its message", () => {
  it("is its fields, values as text", () => {
    expect(logDetails(row("read", { cluster: "prod", nodes: 3, parts: ["a"] }))).toEqual({
      error: null,
      stack: null,
      fields: [
        { name: "cluster", text: "prod" },
        { name: "nodes", text: "3" },
        { name: "parts", text: '["a"]' },
      ],
    });
  });

  it("is what its error says, and where that was thrown", () => {
    const err = { type: "Error", message: "connection refused", stack: "Error: …\n  at x" };
    expect(logDetails(row("the read failed", { err }))).toEqual({
      error: "connection refused",
      stack: err.stack,
      fields: [],
    });
  });

  it("does not repeat an error that the message names", () => {
    const err = { type: "Error", message: "no answer" };
    expect(logDetails(row("failed: no answer", { err })).error).toBeNull();
  });

  it("shows what was thrown although it is no error", () => {
    expect(logDetails(row("failed", { err: "just a text" })).fields).toEqual([
      { name: "err", text: "just a text" },
    ]);
  });
});
