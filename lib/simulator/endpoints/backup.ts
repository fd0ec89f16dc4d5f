import { type Call, type Endpoint, NO_PARAMETERS } from "../http/endpoint";

const AUDIT_ALL = { path: "/", privileges: ["Sys.Audit"] };

export const BACKUP_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/cluster/backup", permission: AUDIT_ALL, parameters: NO_PARAMETERS, answer: jobs },
  {
    method: "GET",
    path: "/cluster/backup-info/not-backed-up",
    permission: AUDIT_ALL,
    parameters: NO_PARAMETERS,
    answer: notBackedUp,
  },
];

function jobs({ world }: Call): object[] {
  const day = 86_400;
  const now = world.reportedNow();
  return world.scenario.backupJobs.map((job) => ({
    id: job.id,
    type: "vzdump",
    schedule: job.schedule,
    storage: job.storage,
    mode: "snapshot",
    compress: "zstd",
    enabled: job.enabled ? 1 : 0,
    "next-run": job.enabled ? (Math.floor(now / day) + 1) * day + 9_000 : undefined,
    "notes-template": "{{guestname}}",
    ...(job.guests ? { vmid: job.guests.join(",") } : { all: 1 }),
  }));
}

function notBackedUp({ world }: Call): object[] {
  const enabled = world.scenario.backupJobs.filter((job) => job.enabled);
  if (enabled.some((job) => job.guests === undefined)) return [];
  const covered = new Set(enabled.flatMap((job) => job.guests ?? []));
  return [...world.guests.values()]
    .filter((guest) => !covered.has(guest.vmid) && !guest.spec.template)
    .map((guest) => ({ vmid: guest.vmid, name: guest.name, type: guest.type }));
}
