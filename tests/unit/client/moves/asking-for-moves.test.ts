import { describe, expect, it } from "vitest";
import type { MovePreflight } from "@/lib/api/move-preflight";
import type { MigrationOption } from "@/lib/api/recommendations";
import { historyFilterOf, historyQuery, isNarrowed } from "@/lib/client/moves/history-filter";
import { logFileName, logLineTone } from "@/lib/client/moves/log-lines";
import { moveRefusal } from "@/lib/client/moves/movable-guest";
import { cancelRefusal, retryRefusal, rollBackRefusal } from "@/lib/client/moves/move-refusals";
import { acceptedOf, preflightRefusal } from "@/lib/client/moves/preflight-words";
import { bestTarget, targetOrder } from "@/lib/client/moves/target-order";
import { aMove } from "./a-move";

const REFUSAL = { code: "pin", detail: "A rule holds it on elm.", fix: "Change the rule." };

function option(node: string, nodeScore: number | null, refusals: MigrationOption["refusals"] = []) {
  const effect = nodeScore === null ? null : { clusterScore: 70, nodeScore, cpu: 0.3, memory: 0.4 };
  return { node, current: node === "elm", refusals, warnings: [], effect, cost: null };
}

describe("targets", () => {
  it("are the other nodes, the best score first, refused ones last by name", () => {
    const options = [
      option("elm", 90),
      option("rowan", 95, [REFUSAL]),
      option("cedar", 60),
      option("birch", 80),
      option("alder", 99, [REFUSAL]),
    ];
    expect(targetOrder(options).map(({ node }) => node)).toEqual(["birch", "cedar", "alder", "rowan"]);
    expect(bestTarget(options)).toBe("birch");
    expect(bestTarget(options, new Set(["birch"]))).toBe("cedar");
    expect(bestTarget(options, new Set(["birch", "cedar"]))).toBeNull();
    expect(bestTarget([option("elm", 90), option("alder", 99, [REFUSAL])])).toBeNull();
  });
});

describe("a guest", () => {
  const guest = {
    clusterId: "one",
    vmid: 110,
    name: "web-01",
    kind: "qemu",
    node: "elm",
    template: false,
  } as const;

  it("is not moved twice, nor by whoever may not, nor as a template", () => {
    expect(moveRefusal(guest, { role: null, moving: null })).toBeNull();
    expect(moveRefusal(guest, { role: "Only operators.", moving: null })).toBe("Only operators.");
    expect(moveRefusal({ ...guest, template: true }, { role: null, moving: null })).toMatch(/Templates/);
    expect(moveRefusal(guest, { role: null, moving: aMove() })).toBe("It is being moved to birch already.");
    expect(moveRefusal(guest, { role: null, moving: aMove({ state: "waiting" }) })).toMatch(/is waiting/);
    expect(moveRefusal(guest, { role: null, moving: aMove({ state: "unknown" }) })).toMatch(/not known/);
  });
});

describe("a preflight", () => {
  const good: MovePreflight = {
    clusterId: "11111111-1111-4111-8111-111111111111",
    vmid: 110,
    guestName: "web-01",
    guestKind: "qemu",
    from: "elm",
    to: "birch",
    checkedAtMs: 0,
    readAtMs: 0,
    sentence: "It can be moved.",
    ok: true,
    canOverrule: false,
    refusals: [],
    warnings: [],
    byHa: false,
    cost: null,
    nodes: [],
    clusterScore: { before: null, after: null },
    proxmox: { verdict: "allowed", sentence: null, allowedNodes: null, localDisks: [], localResources: [] },
    underWay: null,
  };
  const nobody: ReadonlySet<string> = new Set();
  const soft = { ...good, ok: false, canOverrule: true, refusals: [{ ...REFUSAL, canOverrule: true }] };

  it("stands against nothing when all is well", () => {
    expect(preflightRefusal(good, nobody)).toBeNull();
  });

  it("lets a wish be overruled by its name, and nothing that is impossible", () => {
    expect(preflightRefusal(soft, nobody)).toMatch(/all the same/);
    expect(preflightRefusal(soft, new Set(["pin"]))).toBeNull();
    expect(acceptedOf(soft, new Set(["pin", "another"]))).toEqual(["pin"]);
    const hard = { ...soft, refusals: [{ ...REFUSAL, canOverrule: false }] };
    expect(preflightRefusal(hard, new Set(["pin"]))).toBe("A rule holds it on elm. Change the rule.");
    expect(acceptedOf(hard, new Set(["pin"]))).toEqual([]);
  });

  it("heeds Proxmox VE's own word and a move that is under way", () => {
    const proxmox = { ...good.proxmox, verdict: "refused", sentence: "no such storage" } as const;
    expect(preflightRefusal({ ...good, proxmox }, nobody)).toBe("no such storage");
    const underWay = { moveId: aMove().id, state: "running", to: "cedar" } as const;
    expect(preflightRefusal({ ...good, underWay }, nobody)).toMatch(/cedar already/);
  });
});

describe("what can be done about a move", () => {
  const none = { role: null, other: null };

  it("is said by its state", () => {
    expect(cancelRefusal({ move: aMove(), ...none })).toBeNull();
    const asked = aMove({ canCancel: false, cancelRequestedBy: "otto" });
    expect(cancelRefusal({ move: asked, ...none })).toMatch(/^otto asked/);
    expect(cancelRefusal({ move: aMove({ canCancel: false, state: "verifying" }), ...none })).toMatch(
      /too late/,
    );
    const failed = aMove({ state: "failed", canRetry: true });
    expect(retryRefusal({ move: failed, ...none })).toBeNull();
    expect(rollBackRefusal({ move: failed, ...none })).toMatch(/Only a move that was made/);
    expect(rollBackRefusal({ move: aMove({ state: "done", canRollBack: true }), ...none })).toBeNull();
  });

  it("waits while the guest has another move, and is not for viewers", () => {
    const failed = aMove({ id: "earlier", state: "failed", canRetry: true });
    expect(retryRefusal({ move: failed, role: null, other: aMove({ to: "cedar" }) })).toBe(
      "web-01 is being moved to cedar already.",
    );
    expect(retryRefusal({ move: failed, role: "Only operators.", other: null })).toBe("Only operators.");
  });
});

describe("the history's filter", () => {
  const read = (text: string, scope: ReadonlySet<string> | null = null) =>
    historyFilterOf(new URLSearchParams(text), scope);

  it("asks for all that ended, and for what the address names", () => {
    expect(historyQuery(read(""))).toMatchObject({ state: "ended", source: null, cluster: null, text: null });
    expect(isNarrowed(read(""))).toBe(false);
    const narrow = read("state=failed&source=plan&text= web &of=one&after=x");
    expect(historyQuery(narrow)).toMatchObject({
      state: "failed",
      source: "plan",
      cluster: "one",
      text: "web",
      cursor: "x",
    });
    expect(isNarrowed(narrow)).toBe(true);
  });

  it("leaves out what it does not know, and stays in the clusters that are shown", () => {
    expect(read("state=running&source=magic")).toMatchObject({ state: null, source: null });
    expect(read("of=one", new Set(["two", "three"])).clusterId).toBeNull();
    expect(read("", new Set(["two"])).clusterId).toBe("two");
  });
});

describe("a log", () => {
  it("sets off what went wrong and what went well", () => {
    expect(logLineTone("ERROR: migration aborted (duration 00:00:04): no space")).toBe("bad");
    expect(logLineTone("TASK ERROR: migration aborted")).toBe("bad");
    expect(logLineTone("TASK WARNINGS: 1")).toBe("warn");
    expect(logLineTone("TASK OK")).toBe("good");
    expect(logLineTone("migration active, transferred 1.2 GiB of 4.0 GiB VM-state, 312.0 MiB/s")).toBe(
      "plain",
    );
  });

  it("is kept under a name that says what it is of", () => {
    expect(logFileName(aMove())).toBe("vm-110-elm-to-birch.log");
  });
});
