import type { MoveSpeed } from "@/lib/api/move-speed";

/** Whether the expected time of a move is assumed or learned, and from how much: sentences. */
export function moveSpeedSentences({
  bytesPerSecond,
  learnedFromMoves,
  spreadFraction,
}: MoveSpeed): readonly string[] {
  const speed = `${Math.round(bytesPerSecond / 1_000_000)} MB/s`;
  const spread = `${Math.round(spreadFraction * 100)} %`;
  if (learnedFromMoves === null) {
    return [
      `The time is assumed, not learned: ${speed} between the nodes, as over a network of 1 Gbit/s, because Proxmox VE does not tell how fast its network is.`,
      "On a faster network moves take less than is said here. Three live moves that carry memory alone, by Evenkeel or by hand, teach the cluster's own speed.",
    ];
  }
  return [
    `The time is learned from ${learnedFromMoves} live moves of this cluster in the last 90 days: ${speed} in the middle, half of them within ${spread} of it. A node with three moves of its own counts with its own speed.`,
  ];
}
