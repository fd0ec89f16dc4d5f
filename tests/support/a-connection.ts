import type { PveConnection, PveEndpoint } from "@/lib/server/proxmox/pve-connection";

export const TEST_SECRET = "12345678-1234-1234-1234-1234567890ab";

/** A connection to 127.0.0.1, or to a name, with a pinned certificate. */
export function aConnection(
  endpoints: readonly Pick<PveEndpoint, "port" | "fingerprint">[],
  rest: Partial<PveConnection> = {},
  host = "127.0.0.1",
): PveConnection {
  return {
    id: "11111111-1111-4111-8111-111111111111",
    name: "test",
    endpoints: endpoints.map((endpoint) => ({ host, ...endpoint })),
    tokenId: "evenkeel@pve!monitor",
    tokenSecret: TEST_SECRET,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    ...rest,
  };
}
