import "server-only";
import type { z } from "zod";
import { SETTING_DEFINITIONS } from "@/lib/api/setting-sections";
import type { settingsUpdate } from "@/lib/api/settings";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canChangeSettings, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError, type FieldIssue } from "@/lib/server/http/app-error";
import type { SettingDefinition } from "@/lib/settings/setting-definition";
import { type SettingValue, settingSchema } from "@/lib/settings/setting-schema";
import type { Prisma } from "@/prisma/generated/client";
import { readClusterName } from "./read-cluster-name";
import { GLOBAL_SCOPE, readSettings } from "./read-settings";
import { forgetSettings, SETTINGS_CHANNEL } from "./settings-cache";
import { toStored } from "./stored-value";

interface Change {
  readonly definition: SettingDefinition;
  /** Null goes back to the default. */
  readonly value: SettingValue | null;
}

interface Origin {
  readonly ipAddress: string | null;
  readonly requestId: string;
}

/** Stores all of the values, or none when one of them is refused, together with the audit entry that lists them. */
export async function updateSettings(
  viewer: Viewer,
  { cluster, values }: z.output<typeof settingsUpdate>,
  origin?: Origin,
): Promise<void> {
  refuseUnless(canChangeSettings(viewer), viewer, "change settings");
  const clusterName = cluster ? await readClusterName(cluster) : null;
  const changes = checkedChanges(values, cluster !== undefined);
  const before = await readSettings(cluster ?? null);

  const scope = cluster ?? GLOBAL_SCOPE;
  await prisma.$transaction(async (transaction) => {
    for (const change of changes) await store(transaction, { scope, change, viewer });
    await transaction.$executeRaw`SELECT pg_notify(${SETTINGS_CHANNEL}, ${scope})`;
    await recordAudit(
      {
        viewer,
        action: "settings.update",
        target: clusterName ? `cluster:${clusterName}` : "settings",
        details: Object.fromEntries(
          changes.map((change) => [change.definition.key, described(change, before)]),
        ),
        ...origin,
      },
      transaction,
    );
  });
  forgetSettings();
}

function checkedChanges(
  values: Readonly<Record<string, SettingValue | null>>,
  ofCluster: boolean,
): readonly Change[] {
  const issues: FieldIssue[] = [];
  const changes: Change[] = [];
  for (const [key, value] of Object.entries(values)) {
    const definition = SETTING_DEFINITIONS.get(key);
    const problem = problemOf(definition, value, ofCluster);
    if (problem) issues.push({ path: `values.${key}`, message: problem });
    else if (definition) changes.push({ definition, value });
  }
  if (issues.length === 0) return changes;
  const [first] = issues;
  const name = SETTING_DEFINITIONS.get(first?.path.slice("values.".length) ?? "")?.title ?? "A setting";
  const more = issues.length > 1 ? ` ${issues.length - 1} more could not be stored either.` : "";
  throw new AppError("invalid_input", `${name}: ${first?.message}${more} Nothing was changed.`, issues);
}

function problemOf(
  definition: SettingDefinition | undefined,
  value: SettingValue | null,
  ofCluster: boolean,
): string | null {
  if (!definition) return "There is no such setting.";
  if (ofCluster && definition.scope !== "cluster") return "This setting is the same for all clusters.";
  if (value === null) return null;
  const result = settingSchema(definition).safeParse(value);
  return result.success ? null : (result.error.issues[0]?.message ?? "Is not valid.");
}

interface StoreInput {
  readonly scope: string;
  readonly change: Change;
  readonly viewer: Viewer;
}

async function store(
  transaction: Prisma.TransactionClient,
  { scope, change: { definition, value }, viewer }: StoreInput,
): Promise<void> {
  const { key } = definition;
  // An empty secret is no secret.
  if (value === null || (definition.kind === "secret" && value === "")) {
    await transaction.setting.deleteMany({ where: { scope, key } });
    return;
  }
  const row = { value: toStored(definition, value), updatedBy: viewer.username };
  await transaction.setting.upsert({
    where: { scope_key: { scope, key } },
    create: { scope, key, ...row },
    update: row,
  });
}

function described({ definition, value }: Change, before: Readonly<Record<string, SettingValue>>) {
  if (definition.kind === "secret") return value ? "a new secret" : "removed";
  return { from: before[definition.key] ?? definition.default, to: value ?? "default" };
}
