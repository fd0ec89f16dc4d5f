import "server-only";
import { X509Certificate } from "node:crypto";
import type { z } from "zod";
import type { clusterInput } from "@/lib/api/clusters";
import { AppError, type FieldIssue } from "@/lib/server/http/app-error";
import { refuseHost } from "@/lib/server/proxmox/address-policy";
import { readFingerprint } from "@/lib/server/proxmox/fingerprint";
import { readHost } from "@/lib/server/proxmox/host-address";
import type { PveEndpoint, TlsPolicy } from "@/lib/server/proxmox/pve-connection";

type Input = z.output<typeof clusterInput>;

export interface ValidConnection {
  readonly endpoints: readonly PveEndpoint[];
  readonly tokenId: string;
  /** Null to keep the stored one. */
  readonly tokenSecret: string | null;
  readonly tlsPolicy: TlsPolicy;
  readonly caCertificate: string | null;
}

export interface InputNeeds {
  /** A secret is stored already, so an empty one keeps it. */
  readonly hasStoredSecret: boolean;
  /** A test may run without a pinned fingerprint: it is how one learns it. */
  readonly needsFingerprint: boolean;
}

const TOKEN_ID = /^[^\s@!:/=]+@[A-Za-z][\w.-]*![A-Za-z][\w.-]*$/;
const TOKEN_SECRET = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Checks a connection as a person typed it; refuses with a sentence for each field that is wrong. */
export function validateConnection(
  input: Pick<Input, "endpoints" | "tokenId" | "tokenSecret" | "tlsPolicy" | "caCertificate">,
  needs: InputNeeds,
): ValidConnection {
  const issues: FieldIssue[] = [];
  const endpoints = input.endpoints.map((endpoint, index) =>
    readEndpoint(endpoint, index, input.tlsPolicy, needs, issues),
  );
  refuseDuplicates(endpoints, issues);
  const tokenId = input.tokenId.trim();
  if (!TOKEN_ID.test(tokenId)) issues.push({ path: "tokenId", message: tokenIdSentence(tokenId) });
  const tokenSecret = readSecret(input.tokenSecret, needs, issues);
  const caCertificate = input.tlsPolicy === "custom_ca" ? readAuthority(input.caCertificate, issues) : null;
  const [first] = issues;
  if (first) throw new AppError("invalid_input", first.message, issues);
  return { endpoints, tokenId, tokenSecret, tlsPolicy: input.tlsPolicy, caCertificate };
}

/** Checks only where to connect to. */
export function validateEndpoints(typed: Input["endpoints"]): readonly PveEndpoint[] {
  const issues: FieldIssue[] = [];
  const needs = { hasStoredSecret: false, needsFingerprint: false };
  const endpoints = typed.map((endpoint, index) =>
    readEndpoint(endpoint, index, "fingerprint", needs, issues),
  );
  refuseDuplicates(endpoints, issues);
  const [first] = issues;
  if (first) throw new AppError("invalid_input", first.message, issues);
  return endpoints;
}

function readEndpoint(
  typed: Input["endpoints"][number],
  index: number,
  tlsPolicy: TlsPolicy,
  needs: InputNeeds,
  issues: FieldIssue[],
): PveEndpoint {
  const path = `endpoints.${index}`;
  const reading = readHost(typed.host);
  if (!reading.ok) issues.push({ path: `${path}.host`, message: reading.sentence });
  const host = reading.ok ? reading.host : typed.host;
  const refusal = reading.ok ? refuseHost(host, typed.port) : null;
  if (refusal !== null)
    issues.push({ path: `${path}.host`, message: `Evenkeel does not connect there: ${refusal}.` });
  const fingerprint = typed.fingerprint ? readFingerprint(typed.fingerprint) : null;
  if (typed.fingerprint && fingerprint === null)
    issues.push({
      path: `${path}.fingerprint`,
      message:
        "A fingerprint is the SHA-256 of the certificate: 32 pairs of hexadecimal digits, such as AB:CD:….",
    });
  else if (tlsPolicy === "fingerprint" && needs.needsFingerprint && fingerprint === null)
    issues.push({
      path: `${path}.fingerprint`,
      message: "Test the connection, compare the fingerprint with the host's own and confirm it.",
    });
  return { host, port: typed.port, fingerprint };
}

function refuseDuplicates(endpoints: readonly PveEndpoint[], issues: FieldIssue[]): void {
  const seen = new Set<string>();
  endpoints.forEach(({ host, port }, index) => {
    const key = `${host} ${port}`;
    if (seen.has(key))
      issues.push({ path: `endpoints.${index}.host`, message: `${host}:${port} is given twice.` });
    seen.add(key);
  });
}

function tokenIdSentence(tokenId: string): string {
  if (/^(authorization:\s*)?pveapitoken\b/i.test(tokenId))
    return 'Leave out "PVEAPIToken=": the token id begins with the user, such as evenkeel@pve!monitor.';
  if (/\s/.test(tokenId)) return "A token id holds no blank. It looks like evenkeel@pve!monitor.";
  if (tokenId.includes("="))
    return "Put only the part before the equals sign here; what follows it is the secret.";
  if (!tokenId.includes("!"))
    return "A token id names user, realm and token, such as evenkeel@pve!monitor. This looks like a user alone.";
  return "A token id looks like evenkeel@pve!monitor: user, @, realm, !, token name.";
}

function readSecret(typed: string, { hasStoredSecret }: InputNeeds, issues: FieldIssue[]): string | null {
  const secret = typed.trim();
  if (secret === "" && hasStoredSecret) return null;
  const lower = secret.toLowerCase();
  if (secret === "") issues.push({ path: "tokenSecret", message: "The token's secret is missing." });
  else if (/[!=@]/.test(secret))
    issues.push({
      path: "tokenSecret",
      message:
        "Give the secret alone: the UUID that follows the equals sign, such as 12345678-1234-1234-1234-1234567890ab.",
    });
  else if (!TOKEN_SECRET.test(lower))
    issues.push({
      path: "tokenSecret",
      message:
        "A token secret is a UUID, such as 12345678-1234-1234-1234-1234567890ab. PVE shows it once, when the token is made.",
    });
  return lower;
}

function readAuthority(pem: string | null, issues: FieldIssue[]): string | null {
  const text = pem?.trim() ?? "";
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new Error("no certificate");
    for (const block of blocks) new X509Certificate(block);
    return blocks.join("\n");
  } catch {
    issues.push({
      path: "caCertificate",
      message: "Give the authority's certificate in PEM form; on a PVE host it is /etc/pve/pve-root-ca.pem.",
    });
    return null;
  }
}
