import { describe, expect, it } from "vitest";
import { maskSecrets } from "@/lib/server/secrets/mask-secrets";

describe("masking secrets in a line of text", () => {
  it.each([
    ["connect postgresql://evenkeel:hu:s%2Fh@db:5432/x", "connect postgresql://evenkeel:[secret]@db:5432/x"],
    ["Authorization: PVEAPIToken=a@pve!b=hush-1234", "Authorization: PVEAPIToken=a@pve!b=[secret]"],
    ["Cookie: PVEAuthCookie=PVE:root@pam:hush::hush; x", "Cookie: PVEAuthCookie=[secret]; x"],
    ['{"authorization":"Bearer hu.s-h="}', '{"authorization":"Bearer [secret]"}'],
  ])("turns %j into %j", (line, masked) => {
    expect(maskSecrets(line)).toBe(masked);
  });

  it.each([
    "http://127.0.0.1:3000/x",
    "node pve1: cpu 12 %",
    "mail someone@example.com",
    "GET https://pve:8006/api2",
  ])("leaves %j as it is", (line) => {
    expect(maskSecrets(line)).toBe(line);
  });
});
