import "server-only";
import { complainCalmly } from "@/lib/server/complain-calmly";
import { listen } from "@/lib/server/db/listen";
import { childLog } from "@/lib/server/log";
import type { SettingValue } from "@/lib/settings/setting-schema";

export const SETTINGS_CHANNEL = "evenkeel_settings";

/** Should a notification be lost, a change still counts after this time. */
const CACHE_MS = 10_000;

export type SettingValues = Readonly<Record<string, SettingValue>>;

interface Cache {
  readonly entries: Map<string, { readonly values: SettingValues; readonly untilMs: number }>;
  /** Rises with every change, so that a reading that began before one is not kept after it. */
  generation: number;
  listening: boolean;
}

const shared = globalThis as typeof globalThis & { evenkeelSettings?: Cache };

function cache(): Cache {
  shared.evenkeelSettings ??= { entries: new Map(), generation: 0, listening: false };
  return shared.evenkeelSettings;
}

/** The cached values of a scope, else what `read` finds. */
export async function cachedSettings(
  scope: string,
  read: () => Promise<SettingValues>,
): Promise<SettingValues> {
  const current = cache();
  listenOnce(current);
  const entry = current.entries.get(scope);
  if (entry && entry.untilMs > Date.now()) return entry.values;

  const { generation } = current;
  const values = await read();
  if (generation === current.generation) {
    current.entries.set(scope, { values, untilMs: Date.now() + CACHE_MS });
  }
  return values;
}

export function forgetSettings(): void {
  cache().generation += 1;
  cache().entries.clear();
}

function listenOnce(current: Cache): void {
  if (current.listening) return;
  current.listening = true;
  const always = new AbortController().signal;
  listen(SETTINGS_CHANNEL, forgetSettings, always, forgetSettings).catch((error: unknown) =>
    complainCalmly(
      childLog("settings"),
      error,
      "changes of settings are noticed late: cannot listen for them",
    ),
  );
}
