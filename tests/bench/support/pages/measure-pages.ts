import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { dataPaths } from "./data-paths";
import { judgePages, type PageFigures } from "./judge-pages";
import { type EndpointFigures, measureEndpoint, requestsPerSecond } from "./measure-endpoints";
import { measureFilter } from "./measure-filter";
import { measureHeap } from "./measure-heap";
import {
  type ComparedLoading,
  compareLoadings,
  type Loading,
  loadOnce,
  medianLoading,
} from "./measure-loading";
import { measureTicks, type Ticks } from "./measure-ticks";
import { type PageServer, preparePages, startPageServer } from "./page-server";
import { signInBrowser, untilClusterIsKnown } from "./sign-in-browser";

const ROOT = path.join(import.meta.dirname, "../../../..");
const STATIC_FOLDER = path.join(ROOT, ".next/static/bench");
const BARE_PAGE = "/sign-in";
/** After the first reading the product fills in the past and plans: pages are measured when that is over. */
const SETTLE_MS = 60_000;
const ASKED = 60;
const ASKED_OF_PROXMOX = 5;
const RATE_MS = 6_000;

export interface PagesMeasured {
  readonly folder: string;
  readonly scenario: Scenario;
  readonly loads: number;
  readonly allPages: boolean;
  readonly tickMs: number;
  readonly tickPages: readonly string[];
  /** 0: not measured. */
  readonly heapMs: number;
  readonly endpoints: boolean;
}

/** Everything that is measured of one size of cluster, on one start of the product and, for the data endpoints, on a second. */
export async function measurePages(asked: PagesMeasured) {
  await preparePages();
  const browser = await launchBrowser();
  const server = await startPageServer(asked);
  let current = server;
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
    context.setDefaultTimeout(120_000);
    await signInBrowser(context, server);
    await untilClusterIsKnown(context, server.origin, asked.scenario.guests.length);
    await delay(SETTLE_MS);
    const state = await context.storageState();
    const fresh = () =>
      browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme: "dark",
        storageState: state,
      });
    tell("loading");
    const loading = await measureLoadings({ browser, fresh, server, asked });
    tell("filter");
    const filter = await withContext(fresh, (own) => measureFilter(own, server.origin));
    const ticks: Record<string, Ticks> = {};
    for (const page of asked.tickPages) {
      tell(`ticks of ${page}`);
      ticks[page] = await withContext(fresh, (own) =>
        measureTicks(browser, own, `${server.origin}${page}`, asked.tickMs),
      );
    }
    if (asked.heapMs > 0) tell("heap");
    const heap =
      asked.heapMs > 0
        ? await withContext(fresh, (own) => measureHeap(own, `${server.origin}/`, asked.heapMs))
        : null;
    const endpoints = asked.endpoints
      ? await (async () => {
          tell("endpoints");
          const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
          await writeStatic({ origin: server.origin, cookie });
          current = await server.restart();
          await untilClusterIsKnown(context, current.origin, asked.scenario.guests.length);
          await delay(SETTLE_MS);
          return measureEndpoints({ origin: current.origin, cookie }, context);
        })()
      : null;
    const figures: PageFigures = { loading, filter, ticks, heap, endpoints };
    return { figures, ok: (limits: Parameters<typeof judgePages>[1]) => judgePages(figures, limits) };
  } finally {
    await browser.close();
    await current.stop();
    await rm(STATIC_FOLDER, { recursive: true, force: true });
  }
}

function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.EVENKEEL_BROWSER ?? "/usr/bin/chromium";
  return chromium.launch({
    ...(existsSync(executablePath) && { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-background-networking",
    ],
  });
}

async function withContext<Result>(
  fresh: () => Promise<BrowserContext>,
  work: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await fresh();
  context.setDefaultTimeout(120_000);
  // What runs in the page was compiled with names kept; the helper for that is not there.
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** Pages in turn, each as often as asked, the bare page among them: what the machine does beside hits all alike. */
async function measureLoadings({
  browser,
  fresh,
  server,
  asked,
}: {
  readonly browser: Browser;
  readonly fresh: () => Promise<BrowserContext>;
  readonly server: PageServer;
  readonly asked: PagesMeasured;
}): Promise<Readonly<Record<string, ComparedLoading>>> {
  const seen = new Map<string, Loading[]>();
  const pages = asked.allPages
    ? await withContext(fresh, (own) => addresses(own, server.origin))
    : ["/", "/guests"];
  for (let round = 0; round < asked.loads; round += 1) {
    for (const page of [BARE_PAGE, ...pages]) {
      // The bare page is what somebody sees who is not signed in.
      const context =
        page === BARE_PAGE ? () => browser.newContext({ viewport: { width: 1440, height: 900 } }) : fresh;
      const load = await withContext(context, (own) => loadOnce(own, `${server.origin}${page}`));
      seen.set(page, [...(seen.get(page) ?? []), load]);
    }
  }
  const medians = Object.fromEntries(
    [...seen].map(([page, loads]) => [page.replace(/[0-9a-f-]{36}/, "ID"), medianLoading(loads)]),
  );
  return compareLoadings(medians, BARE_PAGE);
}

async function addresses(context: BrowserContext, origin: string): Promise<readonly string[]> {
  const { data } = (await (await context.request.get(`${origin}/api/v1/guests`)).json()) as {
    data: readonly { clusterId: string; vmid: number; node: string }[];
  };
  const [guest] = data;
  if (!guest) throw new Error("no guest is known");
  const { clusterId, vmid, node } = guest;
  return [
    ...["/", "/nodes", "/guests", "/map", "/timeline", "/recommendations", "/migrations", "/automation"],
    ...["/maintenance", "/performance", "/jobs", "/settings/collection"],
    `/nodes/${clusterId}/${node}`,
    `/guests/${clusterId}/${vmid}`,
  ];
}

/** The guests' list as a file that the same server hands out as it is: what a static JSON route costs. */
async function writeStatic({ origin, cookie }: { readonly origin: string; readonly cookie: string }) {
  const answer = await fetch(`${origin}/api/v1/guests`, { headers: { cookie } });
  await mkdir(STATIC_FOLDER, { recursive: true });
  await writeFile(path.join(STATIC_FOLDER, "guests.json"), await answer.text());
}

async function measureEndpoints(
  server: { readonly origin: string; readonly cookie: string },
  context: BrowserContext,
) {
  const paths = await dataPaths(context, server.origin);
  const measureAll = async (all: readonly string[], times: number) => {
    const served: Record<string, EndpointFigures> = {};
    for (const dataPath of all) {
      served[dataPath.replaceAll(/[0-9a-f-]{36}/g, "ID")] = await measureEndpoint(server, dataPath, times);
    }
    return served;
  };
  const served = await measureAll(paths.stored, ASKED);
  const staticPath = "/_next/static/bench/guests.json";
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    theirs.push(await requestsPerSecond(server, staticPath, RATE_MS));
    ours.push(await requestsPerSecond(server, "/api/v1/guests", RATE_MS));
  }
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[1] ?? 0;
  return {
    served,
    servedByProxmox: await measureAll(paths.asked, ASKED_OF_PROXMOX),
    staticJson: await measureEndpoint(server, staticPath, ASKED),
    guestsPerSecond: Math.round(median(ours) * 10) / 10,
    staticPerSecond: Math.round(median(theirs) * 10) / 10,
    ratio: Math.round((median(ours) / median(theirs)) * 100) / 100,
  };
}

export type EndpointsFigures = Awaited<ReturnType<typeof measureEndpoints>>;

function tell(what: string): void {
  process.stderr.write(`${new Date().toISOString()} ${what}\n`);
}
