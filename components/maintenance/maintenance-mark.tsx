import {
  CircleAlert,
  CircleDashed,
  CirclePause,
  LoaderCircle,
  type LucideIcon,
  ShieldCheck,
  TriangleAlert,
  Wrench,
} from "lucide-react";
import type { MaintenanceRow } from "@/lib/api/maintenance";
import { cn } from "@/lib/client/class-names";
import { type MaintenanceTone, maintenanceLook } from "@/lib/client/maintenance/maintenance-words";

export const TONE_CLASSES: Readonly<Record<MaintenanceTone, string>> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  off: "text-off",
  accent: "text-accent",
  maint: "text-maint",
};

const ICONS: Readonly<Record<MaintenanceTone, LucideIcon>> = {
  ok: ShieldCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  off: CircleDashed,
  accent: LoaderCircle,
  maint: Wrench,
};

/** How a node in maintenance stands, as an icon, a colour and a few words. */
export function MaintenanceMark({ row, className }: { row: MaintenanceRow; className?: string }) {
  const { word, tone } = maintenanceLook(row);
  const paused = row.evacuation === "paused" || row.home === "paused";
  const Icon = paused && tone === "maint" ? CirclePause : ICONS[tone];
  return (
    <span className={cn("inline-flex items-center gap-1.5", TONE_CLASSES[tone], className)}>
      <Icon
        aria-hidden
        className={cn("size-4 shrink-0", Icon === LoaderCircle && "motion-safe:animate-spin")}
      />
      {word}
    </span>
  );
}
