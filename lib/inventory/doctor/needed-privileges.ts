/** Where a privilege is looked for, and what stops without it. */
export interface NeededPrivilege {
  readonly privilege: string;
  /** Path that speaks for all objects of the kind, such as `/vms`. */
  readonly path: "/" | "/nodes" | "/vms" | "/storage" | "/pool" | "/sdn" | "/mapping";
  /** `reading`: the product shows less without it. `acting`: it cannot do something. */
  readonly purpose: "reading" | "acting";
  /** What does not work without it, as the end of "Without it: …". */
  readonly feature: string;
  /** PVE's own role that holds it; null when a role has to be made. */
  readonly role: "PVEAuditor" | null;
}

const READING: readonly NeededPrivilege[] = [
  {
    privilege: "Sys.Audit",
    path: "/",
    purpose: "reading",
    feature: "no quorum, no HA services and rules, no balancer settings, no backup jobs, nobody else's tasks",
    role: "PVEAuditor",
  },
  {
    privilege: "Sys.Audit",
    path: "/nodes",
    purpose: "reading",
    feature: "nodes have no load, memory, pressure or history, so nothing is scored",
    role: "PVEAuditor",
  },
  {
    privilege: "VM.Audit",
    path: "/vms",
    purpose: "reading",
    feature: "guests are invisible: PVE leaves them out without a word",
    role: "PVEAuditor",
  },
  {
    privilege: "Datastore.Audit",
    path: "/storage",
    purpose: "reading",
    feature: "storages are invisible, so no move can be checked for space",
    role: "PVEAuditor",
  },
  {
    privilege: "Pool.Audit",
    path: "/pool",
    purpose: "reading",
    feature: "pools are unknown, so rules and filters by pool find nobody",
    role: "PVEAuditor",
  },
  {
    privilege: "SDN.Audit",
    path: "/sdn",
    purpose: "reading",
    feature: "virtual networks are not checked on the target of a move",
    role: "PVEAuditor",
  },
  {
    privilege: "Mapping.Audit",
    path: "/mapping",
    purpose: "reading",
    feature: "mapped devices are not checked on the target of a move",
    role: "PVEAuditor",
  },
];

const SYSLOG: NeededPrivilege = {
  privilege: "Sys.Syslog",
  path: "/",
  purpose: "reading",
  feature: "the cluster log shows only what this token did itself",
  role: null,
};

const ACTING: readonly NeededPrivilege[] = [
  {
    privilege: "VM.Migrate",
    path: "/vms",
    purpose: "acting",
    feature: "no guest can be moved: recommendations only",
    role: null,
  },
  {
    privilege: "VM.Config.Disk",
    path: "/vms",
    purpose: "acting",
    feature: "no move that puts disks on a storage of another name",
    role: null,
  },
  {
    privilege: "Datastore.AllocateSpace",
    path: "/storage",
    purpose: "acting",
    feature: "no move that puts disks on a storage of another name",
    role: null,
  },
  {
    privilege: "VM.PowerMgmt",
    path: "/vms",
    purpose: "acting",
    feature: "no start, shutdown or reboot from here, nor as a part of maintenance",
    role: null,
  },
  {
    privilege: "Sys.Console",
    path: "/",
    purpose: "acting",
    feature: "HA services, rules and their state cannot be changed",
    role: null,
  },
  {
    privilege: "Sys.Modify",
    path: "/nodes",
    purpose: "acting",
    feature: "migrations that others started cannot be cancelled",
    role: null,
  },
];

/**
 * What Evenkeel can use on a release of PVE, in the order of importance.
 *
 * @param major release, such as 8 or 9: the guest agent's right is `VM.Monitor` up to 8 and `VM.GuestAgent.Audit` from 9 on
 */
export function neededPrivileges(major: number): readonly NeededPrivilege[] {
  return [...READING, agentPrivilege(major), SYSLOG, ...ACTING];
}

function agentPrivilege(major: number): NeededPrivilege {
  const isNew = major >= 9;
  return {
    privilege: isNew ? "VM.GuestAgent.Audit" : "VM.Monitor",
    path: "/vms",
    purpose: "reading",
    feature: "IP addresses from the guest agent are not shown",
    // In 8 the right lets its holder type into QEMU's monitor, so no auditor has it.
    role: isNew ? "PVEAuditor" : null,
  };
}
