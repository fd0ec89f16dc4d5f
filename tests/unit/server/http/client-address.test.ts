import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { addressBlock, clientAddress } from "@/lib/server/http/client-address";
import { markPeerAddresses, PEER_ADDRESS_HEADER } from "@/lib/server/http/peer-address";

afterEach(() => {
  delete process.env.EVENKEEL_TRUST_PROXY;
});

describe("clientAddress", () => {
  const forwarded = new Headers({
    "x-forwarded-for": "6.6.6.6, 203.0.113.9",
    [PEER_ADDRESS_HEADER]: "::ffff:10.0.0.5",
  });

  it("believes the socket and no header without a proxy", () => {
    expect(clientAddress(forwarded)).toBe("10.0.0.5");
  });

  it("takes the last hop behind one proxy, because a client can invent those before it", () => {
    process.env.EVENKEEL_TRUST_PROXY = "1";
    expect(clientAddress(forwarded)).toBe("203.0.113.9");
  });

  it("takes the second last hop behind two proxies", () => {
    process.env.EVENKEEL_TRUST_PROXY = "2";
    expect(clientAddress(forwarded)).toBe("6.6.6.6");
  });

  it("is null for garbage", () => {
    process.env.EVENKEEL_TRUST_PROXY = "1";
    expect(clientAddress(new Headers({ "x-forwarded-for": "<script>" }))).toBeNull();
  });
});

describe("addressBlock", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
    ["", "unknown"],
  ])("of %s is %s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});

describe("markPeerAddresses", () => {
  it("replaces what a client claims by the socket's address", async () => {
    markPeerAddresses();
    markPeerAddresses();
    const server = http.createServer((request, response) => {
      response.end(JSON.stringify(request.headers[PEER_ADDRESS_HEADER]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}`, {
      headers: { [PEER_ADDRESS_HEADER]: "6.6.6.6" },
    });
    expect(await response.json()).toBe("127.0.0.1");
    await new Promise((resolve) => server.close(resolve));
  });
});
