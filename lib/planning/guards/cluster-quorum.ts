import type { Guard } from "./guard";

/** Without quorum PVE starts no migration. A standalone host needs none. */
export const clusterQuorum: Guard = {
  codes: ["no-quorum"],
  dependsOn: "model",
  about: "guest",
  check: ({ model }) => (model.input.snapshot.quorate === false ? "no-quorum" : null),
  explain: (_question, code) => ({
    code,
    detail: "The cluster has no quorum, so Proxmox VE refuses every migration.",
    fix: "Bring back enough nodes for a majority.",
  }),
};
