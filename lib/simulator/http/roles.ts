import { isAtLeast, type ReleaseProfile } from "../release";

const AUDIT = ["Sys.Audit", "VM.Audit", "Datastore.Audit", "Pool.Audit", "SDN.Audit", "Mapping.Audit"];

const VM_USER = [
  "VM.Audit",
  "VM.Backup",
  "VM.Config.CDROM",
  "VM.Config.Cloudinit",
  "VM.Console",
  "VM.PowerMgmt",
];

const VM_ADMIN = [
  ...VM_USER,
  "VM.Allocate",
  "VM.Clone",
  "VM.Config.CPU",
  "VM.Config.Disk",
  "VM.Config.HWType",
  "VM.Config.Memory",
  "VM.Config.Network",
  "VM.Config.Options",
  "VM.Migrate",
  "VM.Snapshot",
  "VM.Snapshot.Rollback",
];

const ADMINISTRATOR = [
  ...new Set([...AUDIT, ...VM_ADMIN]),
  "Datastore.Allocate",
  "Datastore.AllocateSpace",
  "Datastore.AllocateTemplate",
  "Group.Allocate",
  "Mapping.Modify",
  "Mapping.Use",
  "Permissions.Modify",
  "Pool.Allocate",
  "Realm.Allocate",
  "Realm.AllocateUser",
  "SDN.Allocate",
  "SDN.Use",
  "Sys.AccessNetwork",
  "Sys.Console",
  "Sys.Incoming",
  "Sys.Modify",
  "Sys.PowerMgmt",
  "Sys.Syslog",
  "User.Modify",
];

const EVENKEEL = [
  ...AUDIT,
  "VM.Migrate",
  "VM.PowerMgmt",
  "VM.Config.Disk",
  "VM.Config.Options",
  "Datastore.AllocateSpace",
  "Sys.Console",
  "Sys.Syslog",
  "Sys.Modify",
];

const ROLES: Readonly<Record<string, readonly string[]>> = {
  Administrator: ADMINISTRATOR,
  PVEAdmin: ADMINISTRATOR.filter(
    (privilege) => !/^(Permissions|Realm|Sys\.(PowerMgmt|Modify))/.test(privilege),
  ),
  PVEAuditor: AUDIT,
  PVEVMAdmin: VM_ADMIN,
  PVEVMUser: VM_USER,
  PVEDatastoreUser: ["Datastore.AllocateSpace", "Datastore.Audit"],
  PVEPoolUser: ["Pool.Audit"],
  Evenkeel: EVENKEEL,
  NoAccess: [],
};

/** Rights of a role in this release, or null when there is no such role. */
export function privilegesOf(role: string, profile: ReleaseProfile): readonly string[] | null {
  const privileges = Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
  if (!privileges) return null;
  // The guest agent had no rights of its own before 9: VM.Monitor covered it.
  const agent = isAtLeast(profile, "9.0") ? ["VM.GuestAgent.Audit"] : ["VM.Monitor"];
  const getsAgent = privileges.includes("VM.Audit") && (isAtLeast(profile, "9.0") || role !== "PVEAuditor");
  return getsAgent ? [...privileges, ...agent] : privileges;
}
