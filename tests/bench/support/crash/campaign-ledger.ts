import { appendFile, readFile } from "node:fs/promises";
import { z } from "zod";

const counts = z.record(z.string(), z.number());
const campaignLeg = z.object({
  seed: z.number(),
  moves: z.number(),
  /** What must never happen. */
  never: counts,
  states: counts,
  troubles: counts,
});
export type CampaignLeg = Readonly<z.infer<typeof campaignLeg>>;

/** The runs that a file of them tells of; none when there is no such file. */
export async function readLegs(file: string): Promise<readonly CampaignLeg[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => campaignLeg.parse(JSON.parse(line)));
}

export async function addLeg(file: string, leg: CampaignLeg): Promise<void> {
  await appendFile(file, `${JSON.stringify(leg)}\n`);
}

export function sumOfLegs(legs: readonly CampaignLeg[]): Omit<CampaignLeg, "seed"> {
  return {
    moves: legs.reduce((sum, { moves }) => sum + moves, 0),
    never: sumOf(legs.map(({ never }) => never)),
    states: sumOf(legs.map(({ states }) => states)),
    troubles: sumOf(legs.map(({ troubles }) => troubles)),
  };
}

function sumOf(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const record of records)
    for (const [name, count] of Object.entries(record)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
