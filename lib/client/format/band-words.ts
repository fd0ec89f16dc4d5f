import type { SeriesResponse } from "@/lib/api/series";
import { formatDuration } from "./format-duration";

type Resolution = Pick<SeriesResponse, "resolutionSeconds" | "sampleSeconds">;

/** What the edges of a chart's band are; null where a point has no such edge of its own. */
export interface BandWords {
  readonly lowest: string | null;
  readonly highest: string | null;
}

/** Before the first answer: nothing is drawn that had edges. */
export const NO_BAND: BandWords = { lowest: null, highest: null };

/**
 * Of a minute and of an hour the average and the highest reading are kept. So the lowest of a point is the lowest of
 * the averages inside it, and a point that is one minute or one hour has none; a point that is one reading is just that.
 */
export function bandWords({ resolutionSeconds, sampleSeconds }: Resolution): BandWords {
  const single = resolutionSeconds <= sampleSeconds;
  const name = storedName(sampleSeconds);
  if (name === "reading") return single ? NO_BAND : { lowest: "lowest reading", highest: "highest reading" };
  return { lowest: single ? null : `lowest ${name} average`, highest: "highest reading" };
}

/** What line and band of a chart are, in a sentence or two. */
export function bandSentence(resolution: Resolution): string {
  const { lowest, highest } = bandWords(resolution);
  const point = `One point is ${formatDuration(resolution.resolutionSeconds)}`;
  if (highest === null) return `${point}: a single reading.`;
  if (lowest !== null) return `${point}: line the average, band from the ${lowest} to the ${highest}.`;
  return `${point}: line the average, band up to the ${highest}. The lowest of a single ${storedName(resolution.sampleSeconds)} is not kept.`;
}

function storedName(sampleSeconds: number): "reading" | "minute" | "hour" {
  if (sampleSeconds < 60) return "reading";
  return sampleSeconds < 3_600 ? "minute" : "hour";
}
