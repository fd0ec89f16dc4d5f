import { describe, expect, it } from "vitest";
import { hashPassword, NOBODYS_HASH, verifyPassword } from "@/lib/server/auth/password-hash";

const parametersOf = (hash: string) => hash.split("$").slice(1, 4).join("$");

describe("passwords", () => {
  it("are hashed with argon2id as OWASP asks", async () => {
    expect(parametersOf(await hashPassword("plum-otter"))).toBe("argon2id$v=19$m=19456,t=2,p=1");
  });

  it("cost the same to verify for nobody as for somebody", async () => {
    expect(parametersOf(NOBODYS_HASH)).toBe(parametersOf(await hashPassword("plum-otter")));
    expect(await verifyPassword(null, "plum-otter")).toBe(false);
  });

  it("are the same whichever way a keyboard composes a letter", async () => {
    expect(await verifyPassword(await hashPassword("caf\u00e9-otter"), "cafe\u0301-otter")).toBe(true);
  });
});
