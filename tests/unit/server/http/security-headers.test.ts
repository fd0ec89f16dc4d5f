import { NextRequest } from "next/server";
import { afterEach, describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "@/lib/server/http/security-headers";
import { proxy } from "@/proxy";

afterEach(() => {
  delete process.env.NEXTAUTH_URL;
});

const page = { nonce: "abc", https: false, development: false };

describe("contentSecurityPolicy", () => {
  it("runs no script that is inline without the nonce", () => {
    const scripts = /script-src ([^;]*)/.exec(contentSecurityPolicy(page))?.[1];
    expect(scripts).toBe("'self' 'nonce-abc' 'strict-dynamic'");
  });

  it("lets nobody frame a page", () => {
    expect(contentSecurityPolicy(page)).toContain("frame-ancestors 'none'");
    expect(securityHeaders(page)["x-frame-options"]).toBe("DENY");
  });

  it("asks for TLS only where there is TLS", () => {
    expect(contentSecurityPolicy(page)).not.toContain("upgrade-insecure-requests");
    expect(securityHeaders(page)).not.toHaveProperty("strict-transport-security");
    expect(securityHeaders({ ...page, https: true })).toHaveProperty("strict-transport-security");
  });
});

describe("proxy", () => {
  it("gives every page another nonce and tells it to the page", () => {
    const [first, second] = [0, 1].map(() => proxy(new NextRequest("http://localhost/nodes?x=1")));
    const policy = first?.headers.get("content-security-policy");
    expect(policy).not.toBe(second?.headers.get("content-security-policy"));
    expect(first?.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
    expect(policy).toContain(`'nonce-${first?.headers.get("x-middleware-request-x-nonce")}'`);
    expect(first?.headers.get("x-middleware-request-x-evenkeel-path")).toBe("/nodes?x=1");
  });

  it("lets nothing run in an answer of the API", () => {
    const response = proxy(new NextRequest("http://localhost/api/v1/nodes"));
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("promises TLS when the address of the installation has it", () => {
    process.env.NEXTAUTH_URL = "https://evenkeel.example";
    expect(proxy(new NextRequest("http://localhost/")).headers.has("strict-transport-security")).toBe(true);
  });
});
