import { describe, expect, it } from "vitest";
import { watchDatabase } from "@/lib/client/http/watch-database";

type Answer = number | "silence";

/** What happens, in order, while the server gives these answers; the last one stays. */
async function watch(
  answers: readonly Answer[],
  { isKnownAway = false, stopAfter = Number.POSITIVE_INFINITY } = {},
): Promise<readonly string[]> {
  const happened: string[] = [];
  const ending = new AbortController();
  let asked = 0;
  await watchDatabase({
    isKnownAway,
    ask: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? 200;
      asked += 1;
      happened.push(`asked: ${answer}`);
      if (asked >= stopAfter) ending.abort();
      if (answer === "silence") throw new TypeError("fetch failed");
      return answer;
    },
    pause: async () => void happened.push("pause"),
    onAway: () => happened.push("away"),
    onBack: () => happened.push("back"),
    signal: ending.signal,
  });
  return happened;
}

describe("watchDatabase", () => {
  it.each([200, 401, 403, 500])(
    "leaves a page alone whose failure has another reason: %i",
    async (status) => {
      expect(await watch([status])).toEqual([`asked: ${status}`]);
    },
  );

  it("waits for a database that is away and tells once that it is back", async () => {
    expect(await watch([503, 503, 200])).toEqual([
      "asked: 503",
      "away",
      "pause",
      "asked: 503",
      "pause",
      "asked: 200",
      "back",
    ]);
  });

  it("waits for a server that does not answer, too", async () => {
    expect((await watch(["silence", 503, 401])).at(-1)).toBe("back");
  });

  it("never asks at once again for a page that says itself that the database is away", async () => {
    expect(await watch([200], { isKnownAway: true })).toEqual(["pause", "asked: 200", "back"]);
  });

  it("ends with the page", async () => {
    expect(await watch([503], { stopAfter: 3 })).toEqual([
      "asked: 503",
      "away",
      "pause",
      "asked: 503",
      "pause",
      "asked: 503",
    ]);
  });
});
