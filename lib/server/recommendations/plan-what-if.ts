import "server-only";
import type { z } from "zod";
import type { whatIfInput } from "@/lib/api/recommendations";
import { SETTING_DEFINITIONS } from "@/lib/api/setting-sections";
import type { Plan } from "@/lib/planning/plan";
import { AppError } from "@/lib/server/http/app-error";
import { settingSchema } from "@/lib/settings/setting-schema";
import { planStoredCluster } from "./plan-stored-cluster";

/** What would be advised with other settings, or with nodes to be emptied. Nothing is stored. */
export async function planWhatIf(
  clusterId: string,
  { settings, evacuate }: z.output<typeof whatIfInput>,
): Promise<Plan> {
  refuseUnusable(settings);
  const { plan, snapshot } = await planStoredCluster(clusterId, { settings, evacuate });
  const known = new Set(snapshot.nodes.map(({ name }) => name));
  const unknown = evacuate.findIndex((name) => !known.has(name));
  if (unknown >= 0) {
    const message = `The cluster has no node named ${evacuate[unknown]}.`;
    throw new AppError("invalid_input", message, [{ path: `evacuate.${unknown}`, message }]);
  }
  return plan;
}

function refuseUnusable(settings: Readonly<Record<string, unknown>>): void {
  const issues = Object.entries(settings).flatMap(([key, value]) => {
    const definition = SETTING_DEFINITIONS.get(key);
    const path = `settings.${key}`;
    if (!definition || !/^(planning|scoring)\./.test(key)) {
      return [{ path, message: "There is no such setting of planning or scoring." }];
    }
    const read = settingSchema(definition).safeParse(value);
    return read.success ? [] : [{ path, message: read.error.issues[0]?.message ?? "Is not valid." }];
  });
  const [first] = issues;
  if (first) throw new AppError("invalid_input", `${first.path}: ${first.message}`, issues);
}
