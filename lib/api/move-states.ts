export const MOVE_STATES = [
  "planned",
  "waiting",
  "preflight",
  "submitting",
  "running",
  "verifying",
  "done",
  "failed",
  "cancelled",
  "superseded",
  "unknown",
] as const;
