import "server-only";
import { PLAN_RUN_STATES, type PlanRunState } from "@/lib/api/plans";

/** A plan run in one of these has something to do yet; one of a cluster at most. */
export const ACTIVE_PLAN_STATES: readonly PlanRunState[] = ["running", "paused", "stopping"];

export const ENDED_PLAN_STATES: readonly PlanRunState[] = PLAN_RUN_STATES.filter(
  (state) => !ACTIVE_PLAN_STATES.includes(state),
);
