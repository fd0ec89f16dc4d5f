import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { measurePages } from "./support/pages/measure-pages";

const SEED = 20_261_121;

const LIMITS = {
  overviewScriptBytes: 250_000,
  overviewPaintRatioToBarePage: 2.5,
  filterP95Ms: 50,
  tickP95Ms: 16,
  layoutShiftOnTicks: 0,
  heapGrowthShare: 0.1,
  endpointP95Ms: 50,
  requestsRatioToStaticJson: 0.5,
};

/**
 * What the console costs a browser, in Chromium: how each page loads (against a bare page of the same server in the same run), the
 * filter of the guests' table, what a reading costs the main thread and shifts, the heap over half an hour of live data; and what
 * the pages' data endpoints cost the server. At 32 nodes and 1,000 guests, and at 100 and 10,000 for the table and the endpoints.
 * `--short` leaves the half hour out.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const usual = await withFolder((folder) =>
    measurePages({
      folder,
      scenario: quick ? sized(8, 120) : sized(32, 1_000),
      loads: quick ? 1 : 5,
      tickMs: quick ? 11_000 : 61_000,
      tickPages: quick ? ["/"] : ["/", "/nodes", "/guests", "/map"],
      heapMs: quick || flags.includes("--short") ? 0 : 1_800_000,
      allPages: !quick,
      endpoints: !quick,
    }),
  );
  const large = quick
    ? null
    : await withFolder((folder) =>
        measurePages({
          folder,
          scenario: sized(100, 10_000),
          loads: 3,
          tickMs: 61_000,
          tickPages: ["/guests"],
          heapMs: 0,
          allPages: false,
          endpoints: true,
        }),
      );
  const ok =
    usual.ok(LIMITS) && (large === null || large.ok({ ...LIMITS, overviewPaintRatioToBarePage: Infinity }));
  return {
    ok,
    figures: { [quick ? "8x120" : "32x1000"]: usual.figures, ...(large && { "100x10000": large.figures }) },
    limits: LIMITS,
  };
}

const sized = (nodes: number, guests: number) => makeScenario({ nodes, guests, seed: SEED });

async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-pages-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
