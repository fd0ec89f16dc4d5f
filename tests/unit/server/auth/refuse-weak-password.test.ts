import { describe, expect, it } from "vitest";
import { refuseWeakPassword } from "@/lib/server/auth/refuse-weak-password";

describe("refuseWeakPassword", () => {
  it.each([
    "password1234",
    "Password123!",
    "123456789012",
    "qwertyuiop12",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "letmeinplease".slice(0, 7).repeat(2),
    "Administrator1",
    "proxmox-admin",
    "Summer2026!!",
    "changeme1234",
    "ana.smith-12",
    "ANASMITH2026",
  ])("refuses %s", (password) => {
    expect(() => refuseWeakPassword(password, ["ana.smith", "Ana Smith"])).toThrow(/password/i);
  });

  it.each([
    "plum-otter-violin-42",
    "correct horse battery staple",
    "839201847362",
    "Tr0ub4dor&3xyzQ",
    "my ana likes purple trains",
  ])("accepts %s", (password) => {
    expect(() => refuseWeakPassword(password, ["ana.smith", "Ana Smith"])).not.toThrow();
  });
});
