import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";

export interface Certificate {
  readonly key: string;
  readonly pem: string;
  /** SHA-256 of the certificate, `AA:BB:…`. */
  readonly fingerprint: string;
}

/** A self-signed certificate for this machine's own names and the node's. */
export async function makeCertificate(
  nodeName: string,
  options: { expired?: boolean } = {},
): Promise<Certificate> {
  const day = 86_400_000;
  const now = Date.now();
  const made = await generate([{ name: "commonName", value: `${nodeName}.evenkeel.test` }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - (options.expired ? 400 : 1) * day),
    notAfterDate: new Date(now + (options.expired ? -1 : 730) * day),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: nodeName },
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return certificateFrom(made.private, made.cert);
}

export function certificateFrom(key: string, pem: string): Certificate {
  return { key, pem, fingerprint: new X509Certificate(pem).fingerprint256 };
}
