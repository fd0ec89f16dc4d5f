import os from "node:os";
import { fuzzChunk } from "./fuzz-chunk";
import type { FuzzChunk } from "./fuzz-chunks";

/** A process of its own, behind all others, that fuzzes one chunk after the other as it is told to. */
os.setPriority(os.constants.priority.PRIORITY_LOW - 4);

process.on("message", ({ chunk, only }: { chunk: FuzzChunk; only?: readonly string[] }) => {
  // Nobody waits for the answer any more when the benchmark was ended meanwhile.
  process.send?.(fuzzChunk(chunk, only), () => undefined);
});
process.on("disconnect", () => process.exit(0));
