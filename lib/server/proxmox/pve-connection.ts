import "server-only";

export type TlsPolicy = "system" | "custom_ca" | "fingerprint" | "insecure";

export interface PveEndpoint {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the leaf certificate, `AA:BB:…`; required by the policy `fingerprint`. */
  readonly fingerprint: string | null;
}

/** All that is needed to talk to one cluster. Holds the secret: never log it, never send it anywhere. */
export interface PveConnection {
  readonly id: string;
  readonly name: string;
  readonly endpoints: readonly PveEndpoint[];
  /** `user@realm!name`. */
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsPolicy: TlsPolicy;
  /** PEM, for the policy `custom_ca`. */
  readonly caCertificate: string | null;
}

/** `host:port`, with brackets around an IPv6 address. */
export function endpointLabel({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
