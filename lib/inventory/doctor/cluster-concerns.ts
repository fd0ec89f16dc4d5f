import { type ClusterFacts, type Concern, concern } from "./concern";

export function quorumConcerns({ quorate, nodes }: ClusterFacts): readonly Concern[] {
  const title = "Quorum";
  const call = "GET /cluster/status";
  const offline = nodes.filter(({ online }) => !online).map(({ name }) => name);
  const down = offline.length > 0 ? ` Offline: ${offline.join(", ")}.` : "";
  if (quorate === false)
    return [
      concern({
        id: "quorum",
        severity: "critical",
        title,
        call,
        message: `The cluster has no quorum: PVE refuses every change, so nothing can be moved.${down}`,
      }),
    ];
  const lost = offline.map((node) =>
    concern({
      id: `node-offline/${node}`,
      severity: "warning",
      title: "Nodes",
      subject: node,
      call,
      message: `${node} is offline. Its guests and local storages cannot be read.`,
    }),
  );
  return quorate === null
    ? lost
    : [...lost, concern({ id: "quorum", severity: "ok", title, call, message: "The cluster has quorum." })];
}

export function versionConcerns({ nodes }: ClusterFacts): readonly Concern[] {
  const title = "Versions";
  const byVersion = new Map<string, string[]>();
  for (const { name, pveVersion } of nodes) {
    if (pveVersion === null) continue;
    byVersion.set(pveVersion, [...(byVersion.get(pveVersion) ?? []), name]);
  }
  const versions = [...byVersion.keys()].sort();
  if (versions.length === 0) return [];
  if (versions.length === 1)
    return [concern({ id: "versions", severity: "ok", title, message: `Every node runs ${versions[0]}.` })];
  const majors = new Set(versions.map((version) => version.split(".")[0]));
  const list = versions.map((version) => `${version} on ${byVersion.get(version)?.join(", ")}`).join("; ");
  return [
    concern({
      id: "versions-mixed",
      severity: majors.size > 1 ? "warning" : "info",
      title,
      call: "GET /nodes/{node}/status",
      message: `The nodes run different versions: ${list}. PVE supports moves from an older node to a newer one, not back.`,
    }),
  ];
}

export function highAvailabilityConcerns({
  haServices,
  ignoredRules,
  balancer,
}: ClusterFacts): readonly Concern[] {
  const title = "High availability";
  const found: Concern[] = [];
  if (haServices !== null && haServices > 0)
    found.push(
      concern({
        id: "ha",
        severity: "info",
        title,
        call: "GET /cluster/ha/status/current",
        message: `${haServices} ${haServices === 1 ? "guest is" : "guests are"} managed by HA. Their moves go through the HA stack, and its rules are kept.`,
      }),
    );
  for (const { id, error } of ignoredRules)
    found.push(
      concern({
        id: `ha-rule/${id}`,
        severity: "warning",
        title,
        subject: id,
        call: "GET /cluster/ha/rules",
        message: `Proxmox VE ignores the HA rule ${id}: ${error}.`,
      }),
    );
  if (balancer?.automatic)
    found.push(
      concern({
        id: "native-balancer",
        severity: "warning",
        title,
        call: "GET /cluster/options",
        message: `Proxmox VE balances HA guests itself (CRS ${balancer.mode}, automatic rebalancing on). Evenkeel leaves those guests to it; two balancers on one guest would fight.`,
      }),
    );
  else if (balancer?.mode === "dynamic")
    found.push(
      concern({
        id: "native-balancer",
        severity: "info",
        title,
        call: "GET /cluster/options",
        message:
          "Proxmox VE places HA guests by their load (CRS dynamic) but does not rebalance them on its own.",
      }),
    );
  return found;
}
