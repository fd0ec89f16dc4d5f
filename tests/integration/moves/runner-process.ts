import { executeMove } from "@/inngest/functions/execute-move";
import { prisma } from "@/lib/server/db/prisma";
import { runUntilEnded } from "@/tests/support/crashing-runner";

// The job that carries moves out, until the move MOVE_ID has ended.
const id = process.env.MOVE_ID ?? "";
await runUntilEnded([executeMove], async () => {
  const move = await prisma.move.findUnique({ where: { id }, select: { endedAt: true } });
  return move?.endedAt;
});
