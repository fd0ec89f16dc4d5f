import type { Endpoint } from "../http/endpoint";
import { ACCESS_ENDPOINTS } from "./access";
import { BACKUP_ENDPOINTS } from "./backup";
import { BULK_ENDPOINTS } from "./bulk";
import { CLUSTER_ENDPOINTS } from "./cluster";
import { CLUSTER_OPTIONS_ENDPOINT } from "./cluster-options";
import { GUEST_AGENT_ENDPOINTS } from "./guest-agent";
import { GUEST_CONFIG_ENDPOINTS } from "./guest-config";
import { GUEST_NETWORK_ENDPOINTS } from "./guest-network";
import { GUEST_POWER_ENDPOINTS } from "./guest-power";
import { GUEST_ENDPOINTS } from "./guests";
import { HA_ENDPOINTS } from "./ha";
import { HISTORY_ENDPOINTS } from "./history";
import { MAPPING_ENDPOINTS } from "./mapping";
import { METRICS_ENDPOINTS } from "./metrics";
import { MIGRATE_ENDPOINTS } from "./migrate";
import { NODE_ENDPOINTS } from "./nodes";
import { REMOTE_MIGRATE_ENDPOINTS } from "./remote-migrate";
import { REPLICATION_ENDPOINTS } from "./replication";
import { SNAPSHOT_ENDPOINTS } from "./snapshots";
import { STORAGE_ENDPOINTS } from "./storage";
import { TASK_ENDPOINTS } from "./tasks";
import { USER_ENDPOINTS } from "./users";
import { VZDUMP_ENDPOINT } from "./vzdump";

/** Everything that the simulator answers. What is not here, PVE answers with 501, and so do we. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...CLUSTER_ENDPOINTS,
  ...HA_ENDPOINTS,
  ...BACKUP_ENDPOINTS,
  ...REPLICATION_ENDPOINTS,
  ...MAPPING_ENDPOINTS,
  ...METRICS_ENDPOINTS,
  ...ACCESS_ENDPOINTS,
  ...USER_ENDPOINTS,
  ...STORAGE_ENDPOINTS,
  ...NODE_ENDPOINTS,
  ...TASK_ENDPOINTS,
  ...HISTORY_ENDPOINTS,
  ...GUEST_ENDPOINTS,
  ...GUEST_CONFIG_ENDPOINTS,
  ...GUEST_NETWORK_ENDPOINTS,
  ...GUEST_AGENT_ENDPOINTS,
  ...GUEST_POWER_ENDPOINTS,
  ...MIGRATE_ENDPOINTS,
  ...REMOTE_MIGRATE_ENDPOINTS,
  ...SNAPSHOT_ENDPOINTS,
  ...BULK_ENDPOINTS,
  VZDUMP_ENDPOINT,
  CLUSTER_OPTIONS_ENDPOINT,
];
