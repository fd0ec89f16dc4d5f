import type {
  GuestChoice,
  HomeState,
  MaintenanceGuest,
  MaintenanceGuestState,
  MaintenanceRow,
} from "@/lib/api/maintenance";

export type MaintenanceTone = "ok" | "warn" | "bad" | "off" | "accent" | "maint";

interface Look {
  readonly word: string;
  readonly tone: MaintenanceTone;
}

/** How a node in maintenance stands, in a few words; what says most about it goes first. */
export function maintenanceLook(row: MaintenanceRow): Look {
  if (row.home === "running") return { word: "bringing guests home", tone: "accent" };
  if (row.home === "paused") return { word: "bringing home is paused", tone: "maint" };
  if (row.home === "cancelling") return { word: "calling off the way home", tone: "maint" };
  if (!row.active) return endedLook(row.home);
  if (row.safeToReboot) return { word: "empty: safe to reboot", tone: "ok" };
  switch (row.evacuation) {
    case "running":
      return { word: "being emptied", tone: "accent" };
    case "paused":
      return { word: "emptying is paused", tone: "maint" };
    case "cancelling":
      return { word: "calling off", tone: "maint" };
    case "cancelled":
      return { word: "emptying was called off", tone: "warn" };
    case "blocked":
      return { word: "blocked", tone: "bad" };
    case "empty":
      return { word: "no longer empty", tone: "warn" };
    case "none":
      return { word: "in maintenance, not emptied", tone: "maint" };
  }
}

function endedLook(home: HomeState): Look {
  if (home === "partial") return { word: "ended, some guests are not home", tone: "warn" };
  if (home === "done") return { word: "ended, all guests are home", tone: "ok" };
  return { word: "ended", tone: "off" };
}

export const GUEST_STATE_LOOKS: Readonly<Record<MaintenanceGuestState, Look>> = {
  waiting: { word: "waits", tone: "off" },
  "under-way": { word: "under way", tone: "accent" },
  moved: { word: "moved", tone: "ok" },
  "shut-down": { word: "shut down", tone: "ok" },
  left: { word: "stays", tone: "off" },
  blocked: { word: "blocked", tone: "bad" },
  recovered: { word: "left without us", tone: "ok" },
  appeared: { word: "came afterwards", tone: "warn" },
  gone: { word: "gone", tone: "off" },
};

export const HOME_LOOKS: Readonly<Record<MaintenanceGuest["home"], Look>> = {
  none: { word: "", tone: "off" },
  away: { word: "away", tone: "off" },
  "under-way": { word: "on the way home", tone: "accent" },
  home: { word: "home", tone: "ok" },
  blocked: { word: "cannot go home", tone: "warn" },
  gone: { word: "gone", tone: "off" },
};

export const CHOICE_WORDS: Readonly<Record<GuestChoice, string>> = {
  migrate: "Move",
  shutdown: "Shut down",
  leave: "Leave",
};

const ACTION_WORDS: Readonly<Record<string, string>> = {
  live: "moves live",
  restart: "moves with a restart",
  offline: "moves while stopped",
  shutdown: "is shut down",
  leave: "stays as it is",
  start: "is started",
  blocked: "cannot go",
};

/** What becomes of a guest, in words. */
export function actionWords(action: string | null): string {
  return action === null ? "not planned yet" : (ACTION_WORDS[action] ?? action);
}
