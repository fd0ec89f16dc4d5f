import { expect, it } from "vitest";
import { moveSpeedSentences } from "@/lib/client/moves/move-speed-words";

it("says that the time is assumed until moves have taught the network", () => {
  const text = moveSpeedSentences({
    bytesPerSecond: 125_000_000,
    learnedFromMoves: null,
    spreadFraction: 0.5,
  }).join(" ");
  expect(text).toContain("assumed, not learned: 125 MB/s");
  expect(text).toContain("Three live moves");
});

it("says from how many moves it was learned, and how much they differed", () => {
  const text = moveSpeedSentences({
    bytesPerSecond: 1_118_000_000,
    learnedFromMoves: 12,
    spreadFraction: 0.18,
  }).join(" ");
  expect(text).toContain("learned from 12 live moves");
  expect(text).toContain("1118 MB/s in the middle, half of them within 18 % of it");
});
