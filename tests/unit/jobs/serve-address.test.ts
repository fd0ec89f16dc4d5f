import { afterEach, describe, expect, it, vi } from "vitest";
import { isOwnAddress, serveAddress } from "@/inngest/serve-address";

afterEach(() => vi.unstubAllEnvs());

function asked(headers: Record<string, string>): string {
  return serveAddress(new Request("http://0.0.0.0:3000/api/inngest?fnId=a", { headers })).href;
}

describe("the address that an Inngest server is told", () => {
  it("is the one that the server used, not the one we listen on", () => {
    expect(asked({ host: "app:3000" })).toBe("http://app:3000/api/inngest?fnId=a");
  });

  it("is the listening address only when nothing usable was stated", () => {
    expect(asked({ host: "a b" })).toBe("http://0.0.0.0:3000/api/inngest?fnId=a");
  });

  it("has TLS when the console's own address has", () => {
    vi.stubEnv("NEXTAUTH_URL", "https://evenkeel.example.org");
    expect(asked({ host: "evenkeel.example.org" })).toBe("https://evenkeel.example.org/api/inngest?fnId=a");
  });

  it("is taken from a reverse proxy only where one is trusted", () => {
    const headers = { host: "app:3000", "x-forwarded-host": "x.example.org", "x-forwarded-proto": "https" };
    expect(asked(headers)).toBe("http://app:3000/api/inngest?fnId=a");
    vi.stubEnv("EVENKEEL_TRUST_PROXY", "1");
    expect(asked(headers)).toBe("https://x.example.org/api/inngest?fnId=a");
  });

  it("is INNGEST_SERVE_ORIGIN when that is set", () => {
    vi.stubEnv("INNGEST_SERVE_ORIGIN", "http://10.0.0.5:3000");
    expect(asked({ host: "app:3000" })).toBe("http://10.0.0.5:3000/api/inngest?fnId=a");
  });
});

describe("an address that an unsigned request states", () => {
  it.each([
    "http://app:3000",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "http://192.168.1.5",
    "http://[fd00::5]",
    "http://evenkeel.apps.svc.cluster.local",
    "http://host.docker.internal:3000",
  ])("is believed inside a private network: %s", (origin) => {
    expect(isOwnAddress(new URL(origin))).toBe(true);
  });

  it.each([
    "http://evenkeel.example.org",
    "http://203.0.113.7",
    "http://internal.example.org",
    "http://[2001:db8::1]",
  ])("is not believed elsewhere: %s", (origin) => {
    expect(isOwnAddress(new URL(origin))).toBe(false);
  });

  it("is believed when it is the console's own", () => {
    vi.stubEnv("NEXTAUTH_URL", "https://evenkeel.example.org");
    expect(isOwnAddress(new URL("https://evenkeel.example.org/api/inngest"))).toBe(true);
    expect(isOwnAddress(new URL("https://evenkeel.example.org:8443/api/inngest"))).toBe(false);
  });
});
