import type { SettingSection } from "./setting-definition";

/** How often and how hard one cluster is read. */
export interface CollectionSettings {
  readonly intervalSeconds: number;
  readonly parallelRequestsPerNode: number;
  readonly callsPerMinute: number;
}

const PRESETS: Readonly<Record<string, CollectionSettings>> = {
  small: { intervalSeconds: 5, parallelRequestsPerNode: 3, callsPerMinute: 600 },
  medium: { intervalSeconds: 10, parallelRequestsPerNode: 3, callsPerMinute: 600 },
  large: { intervalSeconds: 30, parallelRequestsPerNode: 2, callsPerMinute: 300 },
};

export const COLLECTION_SECTION: SettingSection = {
  id: "collection",
  title: "Collection",
  help: "How often Proxmox VE is read, and how many calls that may cost. Every value can differ per cluster.",
  settings: [
    {
      key: "collection.preset",
      kind: "choice",
      scope: "cluster",
      title: "Preset",
      help: "Fits the three values below to the size of a cluster. With a preset chosen, they are not used.",
      default: "own",
      options: [
        { value: "own", title: "The values below" },
        { value: "small", title: "Small, up to 5 nodes: every 5 s" },
        { value: "medium", title: "Medium, up to 20 nodes: every 10 s" },
        { value: "large", title: "Large, more than 20 nodes: every 30 s" },
      ],
    },
    {
      key: "collection.intervalSeconds",
      kind: "number",
      scope: "cluster",
      title: "Interval",
      help: "Time between two readings of a cluster. Shorter shows changes sooner and costs Proxmox VE more work.",
      default: 10,
      unit: "seconds",
      minimum: 5,
      maximum: 3_600,
      integer: true,
    },
    {
      key: "collection.parallelRequestsPerNode",
      kind: "number",
      scope: "cluster",
      title: "Parallel requests per node",
      help: "How many requests one node answers at the same time. More finishes a reading sooner and loads the node more.",
      default: 3,
      unit: "count",
      minimum: 1,
      maximum: 16,
      integer: true,
    },
    {
      key: "collection.callsPerMinute",
      kind: "number",
      scope: "cluster",
      title: "Call budget a minute",
      help: "Never more calls than this to one cluster in any minute. When it is used up, readings wait and say so.",
      default: 600,
      unit: "count",
      minimum: 30,
      maximum: 10_000,
      integer: true,
    },
  ],
};

/** The figures that apply, from the values of this section: a preset's, or the cluster's own. */
export function collectionSettingsFrom(values: Readonly<Record<string, unknown>>): CollectionSettings {
  const preset = PRESETS[String(values["collection.preset"])];
  if (preset) return preset;
  return {
    intervalSeconds: Number(values["collection.intervalSeconds"]),
    parallelRequestsPerNode: Number(values["collection.parallelRequestsPerNode"]),
    callsPerMinute: Number(values["collection.callsPerMinute"]),
  };
}
