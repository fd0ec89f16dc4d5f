import "server-only";
import type { Proxmox } from "proxmox-api";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { CountingTransport } from "@/lib/server/proxmox/counting-transport";
import type { Problems } from "./normalise/problems";
import type { ReadingState } from "./reading-state";
import type { SlowRota } from "./slow-rota";

/** What the steps of one reading share. */
export interface ReadingContext {
  readonly api: Proxmox.Api;
  readonly transport: CountingTransport;
  readonly previous: Snapshot | null;
  readonly readAtMs: number;
  readonly state: ReadingState;
  readonly rota: SlowRota;
  readonly problems: Problems;
  /** Ends the calls that the reading can do without. */
  readonly deadline: AbortSignal;
  /** Nodes to ask when no list of nodes can be read. */
  readonly knownNodes: readonly string[];
  /** Read every part, due or not, whatever it costs: for playback. */
  readonly everything: boolean;
  /** Requests that this reading may still plan. */
  readonly callsLeft: () => number;
}
