/** Each guardrail in two or three words, and what it holds back in a sentence; docs/automation.md has them in full. */
export const GUARDRAIL_WORDS: Readonly<Record<string, { readonly title: string; readonly help: string }>> = {
  paused: { title: "Paused", help: "Everything, while the engine is paused by a person or after a failure." },
  "no-quorum": { title: "Quorum", help: "Everything, while the cluster has no quorum." },
  schedule: { title: "Window", help: "Everything outside the windows or in a blackout." },
  freeze: {
    title: "Quiet",
    help: "Everything for a while after a node joined, started, was lost or came back.",
  },
  gone: { title: "Still there", help: "A guest that is not there any more, or not where the plan saw it." },
  maintenance: {
    title: "Maintenance",
    help: "Emptying a node and bringing guests home: the evacuation does that.",
  },
  "being-moved": {
    title: "On the way",
    help: "A guest with a move that has not ended, or of which the end is not known.",
  },
  "no-auto-migrate": { title: "Tag against it", help: "A guest with the tag no-auto-migrate." },
  "not-on-the-list": {
    title: "Tag asked for",
    help: "A guest without the tag auto-migrate-ok, where only those take part.",
  },
  "native-balancer": { title: "PVE's balancer", help: "A guest that Proxmox VE's own balancer looks after." },
  "container-restart": {
    title: "Restart",
    help: "A running container, which cannot be moved without a restart.",
  },
  risk: { title: "Risk", help: "A move of more risk than may be taken." },
  health: { title: "Health", help: "Moves for balance's sake while the cluster's health is too low." },
  cooldown: { title: "Rest", help: "A guest that was moved lately." },
  "sent-back": { title: "No way back", help: "The way to a node that the guest left not long ago." },
  confidence: { title: "Confidence", help: "A move of less confidence than is asked for." },
  improvement: { title: "Improvement", help: "A move that relieves its node too little." },
  observing: { title: "Observation", help: "A need that has not lasted long enough." },
  "run-limit": { title: "Limit of a run", help: "What does not fit into the moves that a run may make." },
};

/** What holds a move back after it was decided: only a run that is under way knows of these. */
const ON_THE_WAY: Readonly<Record<string, string>> = {
  tried: "Tried in this run",
  refused: "Refused",
  together: "Only together",
  "not-wanted": "Not needed any more",
  "run-ended": "Run ended",
  "no-slot": "No place free",
  "switched-off": "Switched off",
  "plan-running": "Approved plan",
};

export function guardrailTitle(code: string): string {
  return GUARDRAIL_WORDS[code]?.title ?? ON_THE_WAY[code] ?? code;
}
