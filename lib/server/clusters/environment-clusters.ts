import "server-only";
import { env, readProxmoxNodeVariables } from "@/lib/server/env";
import { AppError } from "@/lib/server/http/app-error";
import { type ValidConnection, validateConnection } from "./connection-input";

/** A cluster as the environment defines it. */
export interface WantedCluster {
  /** `PROXMOX_NODE_1`, `PROXMOX` or `EVENKEEL_DEMO`. */
  readonly sourceKey: string;
  readonly name: string;
  readonly connection: ValidConnection;
}

export interface EnvironmentReading {
  readonly clusters: readonly WantedCluster[];
  /** Groups of variables that cannot be used, each with a sentence. */
  readonly problems: readonly { readonly sourceKey: string; readonly sentence: string }[];
}

interface Group {
  readonly sourceKey: string;
  readonly name: string | null;
  readonly host: string | null;
  readonly tokenId: string | null;
  readonly tokenSecret: string | null;
  readonly port: string | null;
  readonly fingerprint: string | null;
  readonly verifySsl: string | null;
}

/**
 * Clusters that the environment names. Groups with the same token are endpoints of one cluster: a token belongs to
 * one cluster, and its nodes are often listed one by one.
 */
export function readEnvironmentClusters(): EnvironmentReading {
  const clusters = new Map<string, WantedCluster>();
  const problems: { sourceKey: string; sentence: string }[] = [];
  for (const group of readGroups()) {
    try {
      const wanted = readGroup(group);
      const key = `${wanted.connection.tokenId} ${wanted.connection.tokenSecret}`;
      const known = clusters.get(key);
      clusters.set(key, known ? joined(known, wanted) : wanted);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ sourceKey: group.sourceKey, sentence: error.message });
    }
  }
  return { clusters: [...clusters.values()], problems };
}

/** The demo that the launcher started, or null. */
export function readDemoCluster(): WantedCluster | null {
  const { EVENKEEL_DEMO_URL: url, EVENKEEL_DEMO_FINGERPRINT: fingerprint, EVENKEEL_DEMO_TOKEN: token } = env;
  if (!url || !token || env.EVENKEEL_DEMO === "off") return null;
  const { hostname, port } = new URL(url);
  const [tokenId = "", tokenSecret = ""] = token.split("=");
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    sourceKey: "EVENKEEL_DEMO",
    name: "Demo",
    connection: validateConnection(
      {
        endpoints: [{ host, port: Number(port || 443), fingerprint: fingerprint ?? null }],
        tokenId,
        tokenSecret,
        tlsPolicy: "fingerprint",
        caCertificate: null,
      },
      { hasStoredSecret: false, needsFingerprint: true },
    ),
  };
}

function readGroups(): readonly Group[] {
  const groups: Group[] = readProxmoxNodeVariables().map(({ number, ...parts }) => ({
    sourceKey: `PROXMOX_NODE_${number}`,
    ...parts,
  }));
  const host = env.PROXMOX_HOST ?? null;
  if (host === null) return groups;
  const user = env.PROXMOX_USER ?? "";
  const tokenName = env.PROXMOX_TOKEN_NAME ?? "";
  return [
    ...groups,
    {
      sourceKey: "PROXMOX",
      name: null,
      host,
      tokenId: tokenName.includes("!") ? tokenName : `${user}!${tokenName}`,
      tokenSecret: env.PROXMOX_TOKEN_VALUE ?? null,
      port: String(env.PROXMOX_PORT),
      fingerprint: null,
      verifySsl: String(env.PROXMOX_VERIFY_SSL),
    },
  ];
}

function readGroup(group: Group): WantedCluster {
  const { host, port } = splitPort(group.host ?? "", group.port);
  const isVerified = !/^(0|false|no|off)$/i.test(group.verifySsl ?? "true");
  const connection = validateConnection(
    {
      endpoints: [{ host, port, fingerprint: group.fingerprint }],
      tokenId: group.tokenId ?? "",
      tokenSecret: group.tokenSecret ?? "",
      tlsPolicy: group.fingerprint ? "fingerprint" : isVerified ? "system" : "insecure",
      caCertificate: null,
    },
    { hasStoredSecret: false, needsFingerprint: true },
  );
  return {
    sourceKey: group.sourceKey,
    name: (group.name ?? connection.endpoints[0]?.host ?? host).slice(0, 64),
    connection,
  };
}

/** Other tools take `host:port` in the host's variable. */
function splitPort(host: string, port: string | null): { readonly host: string; readonly port: number } {
  const match = /^([^:]+|\[[^\]]+\]):(\d{1,5})$/.exec(host.trim());
  const number = Number(match?.[2] ?? port ?? 8006);
  const isPort = Number.isInteger(number) && number >= 1 && number <= 65_535;
  if (!isPort) throw new AppError("invalid_input", `"${match?.[2] ?? port}" is not a port.`);
  return { host: match?.[1] ?? host, port: number };
}

function joined(known: WantedCluster, more: WantedCluster): WantedCluster {
  const places = new Set(known.connection.endpoints.map(({ host, port }) => `${host} ${port}`));
  const added = more.connection.endpoints.filter(({ host, port }) => !places.has(`${host} ${port}`));
  return {
    ...known,
    connection: { ...known.connection, endpoints: [...known.connection.endpoints, ...added] },
  };
}
