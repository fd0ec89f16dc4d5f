import { advanceMove } from "@/lib/server/moves/advance-move";
import { QUICK } from "@/tests/support/moving/moving-cluster";

// A process that carries out the move MOVE_ID, until it is killed.
const moveId = process.env.MOVE_ID ?? "";
for (let ended = false; !ended; ) ({ ended } = await advanceMove(moveId, `process ${process.pid}`, QUICK));
process.exit(0);
