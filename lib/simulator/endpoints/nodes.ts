import { X509Certificate } from "node:crypto";
import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readText } from "../http/endpoint";
import { choice, optional, valuesSince } from "../http/parameter";
import { mayAuditNode } from "../http/permissions";
import { Random } from "../random";
import { isAtLeast } from "../release";
import type { NodeState } from "../world/state";
import { versionOf } from "./cluster";
import { nodeStatus } from "./resource-rows";

const NODE_AUDIT = { path: "/nodes/{node}", privileges: ["Sys.Audit"] };

const INTERFACE_TYPES = [
  "bridge",
  "bond",
  "eth",
  "alias",
  "vlan",
  "OVSBridge",
  "OVSBond",
  "OVSPort",
  "OVSIntPort",
  "vnet",
  "any_bridge",
  "any_local_bridge",
];

export const NODE_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/nodes", permission: "all", parameters: NO_PARAMETERS, answer: nodes },
  {
    method: "GET",
    path: "/nodes/{node}",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: () =>
      [
        "certificates",
        "lxc",
        "network",
        "qemu",
        "replication",
        "rrddata",
        "status",
        "storage",
        "tasks",
        "time",
        "version",
      ].map((name) => ({ name })),
  },
  {
    method: "GET",
    path: "/nodes/{node}/status",
    permission: NODE_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: status,
  },
  {
    method: "GET",
    path: "/nodes/{node}/version",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => versionOf(readNode(call).profile),
  },
  {
    method: "GET",
    path: "/nodes/{node}/time",
    permission: NODE_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: ({ world }) => {
      const time = Math.floor(world.reportedNow());
      return { time, localtime: time, timezone: "Etc/UTC" };
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/certificates/info",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: certificates,
  },
  {
    method: "GET",
    path: "/nodes/{node}/network",
    permission: "all",
    proxied: true,
    parameters: {
      type: optional(
        valuesSince("9.0", [...INTERFACE_TYPES, "fabric", "include_sdn"], choice(...INTERFACE_TYPES)),
      ),
    },
    answer: network,
  },
];

function nodes(call: Call): object[] {
  const { world, account } = call;
  return [...world.nodes.values()].map((node) => {
    const row = {
      id: `node/${node.name}`,
      type: "node",
      node: node.name,
      status: nodeStatus(node),
      level: "",
    };
    const { sample, spec } = node;
    if (!mayAuditNode(world, account, node.name)) return row;
    const seen = {
      ...row,
      ssl_fingerprint: fingerprintOf(call, node),
      maxcpu: spec.cores,
      maxmem: spec.memory,
    };
    if (!sample || !node.seenOnline) return seen;
    return {
      ...seen,
      cpu: sample.cpu,
      mem: sample.memory,
      disk: spec.rootUsed,
      maxdisk: spec.rootTotal,
      uptime: sample.uptime,
    };
  });
}

/** Each node has its own certificate; only the one that is asked is really there. */
function fingerprintOf(call: Call, node: NodeState): string {
  if (node === call.world.localNode()) return call.server.fingerprint();
  const random = new Random(call.world.seed ^ (node.nodeId * 7_919));
  return Array.from({ length: 32 }, () => random.hex(2).toUpperCase()).join(":");
}

function readNode(call: Call): NodeState {
  const node = call.world.nodes.get(pathPart(call, "node"));
  if (!node) throw new ApiError(500, `no such cluster node '${pathPart(call, "node")}'`);
  return node;
}

function status(call: Call): object {
  const { spec, sample, startedAt, profile } = readNode(call);
  const used = sample?.memory ?? spec.baseMemory;
  const free = Math.max(0, spec.memory - used);
  return {
    uptime: Math.max(0, Math.floor(call.world.now() - startedAt)),
    idle: 0,
    cpu: sample?.cpu ?? 0,
    wait: sample?.iowait ?? 0,
    loadavg: (sample?.load ?? [0, 0, 0]).map((load) => load.toFixed(2)),
    kversion: `Linux ${profile.kernel} ${profile.kernelBuild}`,
    "current-kernel": {
      sysname: "Linux",
      release: profile.kernel,
      version: profile.kernelBuild,
      machine: "x86_64",
    },
    "boot-info": { mode: "efi", secureboot: 0 },
    cpuinfo: {
      model: spec.cpuModel,
      sockets: spec.sockets,
      cores: Math.max(1, Math.floor(spec.cores / 2)),
      cpus: spec.cores,
      mhz: "2895.985",
      hvm: "1",
      flags: "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov",
      user_hz: 100,
    },
    memory: {
      total: spec.memory,
      used,
      free: Math.floor(free * 0.6),
      available: isAtLeast(profile, "9.0") ? free : undefined,
    },
    swap: { total: spec.swap, used: spec.swapUsed, free: Math.max(0, spec.swap - spec.swapUsed) },
    ksm: { shared: 0 },
    rootfs: {
      total: spec.rootTotal,
      used: spec.rootUsed,
      avail: Math.max(0, spec.rootTotal - spec.rootUsed),
      free: Math.max(0, spec.rootTotal - spec.rootUsed),
    },
    pveversion: `pve-manager/${profile.version}/${profile.repositoryId}`,
  };
}

function certificates(call: Call): object[] {
  const node = readNode(call);
  const pem = call.server.certificatePem();
  if (pem === "") return [];
  const certificate = new X509Certificate(pem);
  const local = node === call.world.localNode();
  return [
    {
      filename: "pve-ssl.pem",
      fingerprint: fingerprintOf(call, node),
      subject: certificate.subject.replaceAll("\n", "/"),
      issuer: certificate.issuer.replaceAll("\n", "/"),
      notbefore: Math.floor(Date.parse(certificate.validFrom) / 1000),
      notafter: Math.floor(Date.parse(certificate.validTo) / 1000),
      san: [node.name, "localhost", node.ip],
      "public-key-type": "id-ecPublicKey",
      "public-key-bits": 256,
      pem: local ? pem : undefined,
    },
  ];
}

function network(call: Call): object[] {
  const node = readNode(call);
  const type = readText(call, "type");
  const rows = [
    {
      iface: "eno1",
      type: "eth",
      active: 1,
      exists: 1,
      method: "manual",
      method6: "manual",
      families: ["inet"],
      priority: 3,
    },
    {
      iface: "vmbr0",
      type: "bridge",
      active: 1,
      autostart: 1,
      method: "static",
      method6: "manual",
      address: node.ip,
      netmask: "16",
      cidr: `${node.ip}/16`,
      gateway: "10.20.0.1",
      bridge_ports: "eno1",
      bridge_stp: "off",
      bridge_fd: "0",
      bridge_vlan_aware: 1,
      families: ["inet"],
      priority: 4,
    },
  ];
  if (type === undefined || type === "include_sdn") return rows;
  const wanted = type.startsWith("any_") ? "bridge" : type;
  return rows.filter((row) => row.type === wanted);
}
