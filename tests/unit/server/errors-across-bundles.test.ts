import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => vi.resetModules());

describe("an error of another bundle", () => {
  it("is known as a PveError", async () => {
    const { PveError: Theirs } = await import("@/lib/server/proxmox/pve-error");
    vi.resetModules();
    const { PveError: Ours } = await import("@/lib/server/proxmox/pve-error");

    expect(Ours).not.toBe(Theirs);
    expect(new Theirs("forbidden", "No.", { endpoint: "pve1:8006" })).toBeInstanceOf(Ours);
    expect(new Error("No.")).not.toBeInstanceOf(Ours);
  });

  it("is known as an AppError, and not as anything else", async () => {
    const { AppError: Theirs } = await import("@/lib/server/http/app-error");
    vi.resetModules();
    const { AppError: Ours } = await import("@/lib/server/http/app-error");
    const { PveError } = await import("@/lib/server/proxmox/pve-error");

    expect(new Theirs("conflict", "No.")).toBeInstanceOf(Ours);
    expect(new Theirs("conflict", "No.")).not.toBeInstanceOf(PveError);
    expect(null).not.toBeInstanceOf(Ours);
  });
});
