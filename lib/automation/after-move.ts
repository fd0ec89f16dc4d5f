/** How a move of a run ended; the final states of docs/moving.md, and `unknown`. */
export interface MoveEnd {
  readonly state: "done" | "failed" | "cancelled" | "superseded" | "unknown";
  /** Whether PVE was asked for it: a preflight that fails asks for nothing. */
  readonly reachedProxmox: boolean;
}

/**
 * `go-on`: with the next move. `next-unit`: what belongs together with it is left alone, the others go on. `stop`: the run ends. `pause`: the
 * run ends, and automation waits for a person.
 */
export type AfterMove = "go-on" | "next-unit" | "stop" | "pause";

/**
 * What a run does after one of its moves has ended. A guest that turned out not to be movable at the moment stops only what belongs
 * together with it; a move that PVE was asked for and that did not succeed stops everything, and so does a person who cancels one.
 */
export function afterMove({ state, reachedProxmox }: MoveEnd, pauseOnFailure: boolean): AfterMove {
  switch (state) {
    case "done":
      return "go-on";
    case "superseded":
      return "next-unit";
    case "cancelled":
      return "stop";
    case "failed":
      if (!reachedProxmox) return "next-unit";
      return pauseOnFailure ? "pause" : "stop";
    case "unknown":
      return pauseOnFailure ? "pause" : "stop";
  }
}
