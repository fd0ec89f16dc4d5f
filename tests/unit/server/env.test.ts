import { describe, expect, it } from "vitest";
import { readEnvironment, readProxmoxNodeVariables, requireWholeInngest } from "@/lib/server/env";

describe("the environment", () => {
  it("has defaults for what need not be set, and an empty value counts as unset", () => {
    const environment = readEnvironment({ PORT: " ", EVENKEEL_DEMO: "" });
    expect(environment.PORT).toBe(3000);
    expect(environment.HOST).toBe("127.0.0.1");
    expect(environment.EVENKEEL_DEMO).toBe("auto");
    expect(environment.INNGEST_BASE_URL).toBeUndefined();
  });

  it("is looked at when a variable is read, so that one mistake does not hide the others", () => {
    const source: Record<string, string> = { PORT: "eight" };
    const environment = readEnvironment(source);
    expect(environment.HOST).toBe("127.0.0.1");
    expect(() => environment.PORT).toThrow("PORT must be a port number.");
    source.PORT = "8080";
    expect(environment.PORT).toBe(8080);
  });

  it.each([
    ["PORT", "70000", "PORT must be between 1 and 65535."],
    ["EVENKEEL_DEMO", "maybe", "EVENKEEL_DEMO must be auto, on or off."],
    ["PROXMOX_VERIFY_SSL", "perhaps", "PROXMOX_VERIFY_SSL must be true or false."],
    ["NEXTAUTH_URL", "evenkeel.example", "NEXTAUTH_URL must be an http:// or https:// address."],
    [
      "EVENKEEL_SECRET_KEY",
      "too short",
      "EVENKEEL_SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32).",
    ],
  ] as const)("says what is wrong with %s=%s", (name, value, sentence) => {
    expect(() => readEnvironment({ [name]: value })[name]).toThrow(sentence);
  });

  it("never repeats a wrong value, which may be a secret", () => {
    const read = () => readEnvironment({ DATABASE_URL: "mysql://root:hush@db/x" }).DATABASE_URL;
    expect(read).toThrow(/^DATABASE_URL must be a postgresql:\/\/ address/);
    expect(read).not.toThrow(/hush/);
  });

  it("says which required variable is missing", () => {
    expect(() => readEnvironment({}).DATABASE_URL).toThrow("DATABASE_URL is not set.");
  });

  it("reads yes and no in every usual spelling", () => {
    const verify = (text: string) => readEnvironment({ PROXMOX_VERIFY_SSL: text }).PROXMOX_VERIFY_SSL;
    expect(["1", "true", "yes", "on"].map(verify)).toEqual([true, true, true, true]);
    expect(["0", "false", "no", "off"].map(verify)).toEqual([false, false, false, false]);
  });

  it("groups the numbered cluster variables by number, whatever their order", () => {
    const groups = readProxmoxNodeVariables({
      PROXMOX_NODE_10_HOST: "b.example",
      PROXMOX_NODE_2_TOKEN_SECRET: "s",
      PROXMOX_NODE_2_HOST: "a.example",
      PROXMOX_NODE_2_NAME: "prod",
      PROXMOX_NODE_3_NAME: " ",
      PROXMOX_NODES: "no group",
    });
    expect(groups).toMatchObject([
      { number: 2, name: "prod", host: "a.example", tokenId: null, tokenSecret: "s" },
      { number: 10, name: null, host: "b.example", tokenId: null, tokenSecret: null },
    ]);
  });
});

describe("an Inngest server", () => {
  const keys = { INNGEST_EVENT_KEY: "key", INNGEST_SIGNING_KEY: "ab".repeat(32) };
  const half = (source: Record<string, string>) => () => requireWholeInngest(readEnvironment(source));

  it("needs both its keys", () => {
    expect(half({})).not.toThrow();
    expect(half({ INNGEST_BASE_URL: "http://inngest:8288", ...keys })).not.toThrow();
    expect(half({ INNGEST_BASE_URL: "http://inngest:8288" })).toThrow(
      "INNGEST_EVENT_KEY is not set, but INNGEST_BASE_URL is: an Inngest server needs both its keys.",
    );
    expect(half({ INNGEST_EVENT_KEY: "key" })).toThrow(
      "INNGEST_SIGNING_KEY is not set, but INNGEST_EVENT_KEY is",
    );
  });

  it.each(["ab".repeat(32), `signkey-prod-${"0F".repeat(16)}`])("takes the signing key %s", (key) => {
    expect(readEnvironment({ INNGEST_SIGNING_KEY: key }).INNGEST_SIGNING_KEY).toBe(key);
  });

  it.each(["abc", "secret", "signkey-prod-xyz"])("refuses the signing key %s", (key) => {
    const read = () => readEnvironment({ INNGEST_SIGNING_KEY: key }).INNGEST_SIGNING_KEY;
    expect(read).toThrow("INNGEST_SIGNING_KEY must be an even number of hexadecimal digits");
  });
});
