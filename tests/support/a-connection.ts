import type { PveConnection, PveEndpoint } from "@/lib/server/proxmox/pve-connection";

export const TEST_SECRET = "12345678-1234-1234-1234-1234567890ab";

/** A connection to 127.0.0.1 with a pinned certificate. */
export function aConnection(
  endpoints: readonly Pick<PveEndpoint, "port" | "fingerprint">[],
  rest: Partial<PveConnection> = {},
): PveConnection {
  return {
    id: "11111111-1111-4111-8111-111111111111",
    name: "test",
    endpoints: endpoints.map((endpoint) => ({ host: "127.0.0.1", ...endpoint })),
    tokenId: "evenkeel@pve!monitor",
    tokenSecret: TEST_SECRET,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    ...rest,
  };
}
