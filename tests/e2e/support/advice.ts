import type { PlanChanges, PlannedMoveRow, PlanView } from "@/lib/api/recommendations";

type Factor = PlannedMoveRow["reason"]["factors"][number];

function share(key: "cpu" | "memory", node: string, before: number, after: number): Factor {
  return { key, node, before, after, limit: key === "cpu" ? 0.6 : 0.7, unit: "fraction" };
}

function node(
  cpu: readonly [number, number],
  memory: readonly [number, number],
  guests: readonly [number, number],
) {
  const at = (index: 0 | 1) => ({
    cpu: cpu[index],
    memory: memory[index],
    score: 60 + 20 * index,
    guests: guests[index],
  });
  return { before: at(0), after: at(1) };
}

const moves: PlannedMoveRow[] = [
  {
    wave: 1,
    vmid: 201,
    name: "pg-orders-1",
    from: "elm",
    to: "birch",
    kind: "live",
    reason: {
      need: "contention",
      subject: "elm",
      sentence:
        "elm has 91 % memory in use, above the threshold of 70 %: moving pg-orders-1 (VM 201) to birch brings it to 78 %, and birch from 52 % to 58 %. It moves live in about 41 s, 32 GiB sent, 0.2 s of downtime. It is worth 3 h.",
      factors: [
        share("cpu", "elm", 0.5, 0.42),
        share("memory", "elm", 0.91, 0.78),
        share("cpu", "birch", 0.3, 0.34),
        share("memory", "birch", 0.52, 0.58),
        { key: "benefit", node: null, before: 0, after: 10_800, limit: null, unit: "seconds" },
      ],
    },
    confidence: 84,
    risk: 22,
    seconds: 41,
    downtimeMs: 180,
    bytes: 34_359_738_368,
    scoreAfter: 82.4,
    temporary: false,
    bundle: 1,
  },
  {
    wave: 2,
    vmid: 142,
    name: "cache-3",
    from: "birch",
    to: "alder",
    kind: "restart",
    reason: {
      need: "rule",
      subject: "caches",
      sentence:
        'Rule "caches" keeps its guests on different nodes, and cache-3 (CT 142) shares birch with another of them: it goes to alder. It moves with a restart in about 12 s.',
      factors: [share("memory", "birch", 0.58, 0.56), share("memory", "alder", 0.6, 0.61)],
    },
    confidence: 35,
    risk: 55,
    seconds: 12,
    downtimeMs: 9_000,
    bytes: 0,
    scoreAfter: 82.4,
    temporary: true,
    bundle: 1,
  },
];

/** A plan with some of everything that the page can show. */
export const ADVICE_PLAN: PlanView = {
  verdict: "plan",
  reason:
    "elm uses 91 % of its memory, more than the threshold of 70 %. 2 moves to relieve busy nodes, 53 s in all.",
  score: { before: 71.2, after: 82.4 },
  imbalance: {
    before: { cpu: 0.4, memory: 0.5, disk: 0 },
    after: { cpu: 0.3, memory: 0.2, disk: 0 },
  },
  nodes: {
    alder: node([0.4, 0.4], [0.6, 0.61], [20, 21]),
    birch: node([0.3, 0.34], [0.52, 0.56], [18, 18]),
    elm: node([0.5, 0.42], [0.91, 0.78], [9, 8]),
  },
  moves,
  notMoved: [
    {
      vmid: 110,
      reason: "too-small",
      detail: "Moving web-01 (VM 110) would relieve elm by 0.2 %; a move must bring at least 2 %.",
    },
    {
      vmid: 111,
      reason: "too-small",
      detail: "Moving web-02 (VM 111) would relieve elm by 0.3 %; a move must bring at least 2 %.",
    },
    { vmid: 360, reason: "passthrough", detail: "render-farm (VM 360) has a graphics card of elm." },
  ],
  violations: {
    before: [
      {
        rule: "caches",
        kind: "anti-affinity",
        strict: true,
        guests: [141, 142],
        nodes: ["birch"],
        sentence: "Guests 141, 142 must be kept apart (caches), but are on birch.",
      },
    ],
    after: [],
  },
  conflicts: [
    {
      rules: ["pair", "split"],
      guests: [110, 111],
      sentence:
        "These rules cannot be kept together: pair keeps guests 110, 111 together; split keeps guests 110, 111 apart.",
    },
  ],
  blocked: [
    {
      vmid: 361,
      node: "elm",
      reason: "storage-missing",
      detail: "etl-nightly (VM 361) needs local-zfs, which no other node has.",
      fix: "Move its disks to a storage that other nodes have.",
    },
  ],
  placements: {},
  certificate: {
    ok: true,
    checks: [
      { check: "rules hold", ok: true, detail: "No rule that held is broken at any step." },
      { check: "headroom", ok: true, detail: "Every node has room at every step." },
    ],
  },
  warnings: [{ path: "rules/old", message: "The rule old names no guest that is there." }],
};

export const ADVICE_CHANGES: PlanChanges = {
  added: [201],
  changed: [142],
  gone: [{ vmid: 502, from: "elm", to: "larch" }],
};
