import "server-only";
import { writeHistory } from "@/lib/server/metrics/write-history";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveAnswer, PveTransport } from "@/lib/server/proxmox/pve-transport";
import { historyFromRrd, type RrdPoint, type RrdSeries } from "./history-from-rrd";
import { type FieldReader, readRows } from "./normalise/field-reader";
import { normaliseGuestPoint, normaliseNodePoint, normaliseStoragePoint } from "./normalise/normalise-rrd";
import { Problems } from "./normalise/problems";
import type { RrdObject, Timeframe } from "./rrd-requests";

interface HistoryToFill {
  readonly transport: PveTransport;
  readonly object: RrdObject;
  readonly timeframes: readonly Timeframe[];
  /** Null for all that PVE has. */
  readonly fromMs: number | null;
  readonly untilMs: number;
}

const USUAL_STEP_MS: Readonly<Record<Timeframe, number>> = {
  hour: 60_000,
  day: 60_000,
  week: 1_800_000,
  month: 1_800_000,
  year: 21_600_000,
};

const LARGEST_SKEW_MS = 60_000;

/** Reads the records of one object and stores them. Answers with the last failure, or null when all could be read. */
export async function fillHistory(wanted: HistoryToFill): Promise<PveError | null> {
  const { object, timeframes, untilMs } = wanted;
  let failure: PveError | null = null;
  const series: RrdSeries[] = [];
  for (const timeframe of timeframes) {
    try {
      series.push(await readSeries(wanted, timeframe));
    } catch (error) {
      if (!(error instanceof PveError)) throw error;
      failure = error;
    }
  }
  const fromMs = Math.max(wanted.fromMs ?? 0, object.bornAtMs ?? 0);
  const { minute, hour } = historyFromRrd(series, { fromMs, untilMs });
  const { kind, objectId } = object;
  if (objectId === null) return failure;
  if (minute.length > 0) await writeHistory({ kind, objectId, resolution: "minute", points: minute });
  if (hour.length > 0) await writeHistory({ kind, objectId, resolution: "hour", points: hour });
  return failure;
}

async function readSeries({ transport, object }: HistoryToFill, timeframe: Timeframe): Promise<RrdSeries> {
  const answer = await transport.request({
    method: "GET",
    path: object.path,
    params: { timeframe, cf: "AVERAGE" },
  });
  const skewMs = skewOf(answer);
  const rows = readRows(answer.data, object.path, new Problems());
  const points = rows.flatMap((row) => readPoint(object, row) ?? []);
  return {
    usualStepMs: USUAL_STEP_MS[timeframe],
    points: points.map((point) => ({ ...point, atMs: point.atMs - skewMs })),
  };
}

/** PVE's clock against ours, when it is off by so much that history would land in another hour. */
function skewOf({ dateMs }: PveAnswer): number {
  const skewMs = dateMs === null ? 0 : dateMs - Date.now();
  return Math.abs(skewMs) > LARGEST_SKEW_MS ? Math.round(skewMs / 60_000) * 60_000 : 0;
}

function readPoint({ kind, guestKind }: RrdObject, row: FieldReader): RrdPoint | null {
  if (kind === "node") return normaliseNodePoint(row);
  if (kind === "storage") return normaliseStoragePoint(row);
  return normaliseGuestPoint(row, guestKind ?? "qemu");
}
