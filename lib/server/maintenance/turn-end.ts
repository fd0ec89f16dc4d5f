import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { Maintenance } from "@/prisma/generated/client";

export interface TurnEnd {
  /** The job's run has nothing more to do: it is woken when there is. */
  readonly ended: boolean;
  readonly pauseMs: number;
}

/** Says what keeps it from going on; null when nothing does. */
export async function noteTrouble(
  { id, trouble }: Pick<Maintenance, "id" | "trouble">,
  sentence: string | null,
): Promise<void> {
  if (trouble === sentence) return;
  await prisma.maintenance.updateMany({ where: { id }, data: { trouble: sentence } });
}

export async function noteForecast(
  { id, secondsLeft, wavesLeft }: Pick<Maintenance, "id" | "secondsLeft" | "wavesLeft">,
  forecast: { readonly seconds: number | null; readonly waves: number | null },
): Promise<void> {
  if (secondsLeft === forecast.seconds && wavesLeft === forecast.waves) return;
  await prisma.maintenance.updateMany({
    where: { id },
    data: { secondsLeft: forecast.seconds, wavesLeft: forecast.waves },
  });
}
