import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seal, unseal } from "@/lib/server/secrets/seal";

const KEY = randomBytes(32).toString("base64");

beforeEach(() => void vi.stubEnv("EVENKEEL_SECRET_KEY", KEY));
afterEach(() => void vi.unstubAllEnvs());

describe("a sealed secret", () => {
  it.each(["", "short", "12345678-90ab-cdef-1234-567890abcdef", "naïve ☂ 漢字", "x".repeat(100_000)])(
    "opens to what it was",
    (plain) => {
      expect(unseal(seal(plain))).toBe(plain);
    },
  );

  it("looks different each time and shows nothing of its content", () => {
    const [first, second] = [seal("token-value"), seal("token-value")];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(first).not.toContain("token");
  });

  it("does not open once any part of it was changed", () => {
    const sealed = seal("token-value");
    for (let index = 0; index < sealed.length; index += 1) {
      const other = sealed[index] === "A" ? "B" : "A";
      const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`;
      const same = Buffer.from(changed.split(".")[3] ?? "", "base64url").equals(
        Buffer.from(sealed.split(".")[3] ?? "", "base64url"),
      );
      if (changed.slice(0, 28) === sealed.slice(0, 28) && same) continue;
      expect(() => unseal(changed)).toThrow(/stored secret/);
    }
  });

  it("says that it was sealed with another key", () => {
    const sealed = seal("token-value");
    vi.stubEnv("EVENKEEL_SECRET_KEY", randomBytes(32).toString("base64"));
    expect(() => unseal(sealed)).toThrow("sealed with another EVENKEEL_SECRET_KEY");
  });

  it.each(["", "plain", "v1.a.b", "v2.a.b.c", "v1.a.b.c.d", "v1...", "v1.aaaaaaaa.AAAA.AAAA"])(
    "refuses %j as none of ours",
    (text) => {
      expect(() => unseal(text)).toThrow(/stored secret/);
    },
  );

  it("takes its key from the data directory when the variable is not set", () => {
    const sealed = seal("token-value");
    const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-seal-"));
    vi.stubEnv("EVENKEEL_SECRET_KEY", "");
    vi.stubEnv("EVENKEEL_DATA_DIRECTORY", folder);
    expect(() => unseal(sealed)).toThrow("EVENKEEL_SECRET_KEY is not set and");
    mkdirSync(path.join(folder, "secrets"));
    writeFileSync(path.join(folder, "secrets/secret-key"), `${KEY}\n`);
    expect(unseal(sealed)).toBe("token-value");
    rmSync(folder, { recursive: true });
  });
});
