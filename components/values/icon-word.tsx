import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/class-names";

export const TONE_CLASSES = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  off: "text-off",
  accent: "text-accent",
} as const;

interface IconWordProps {
  Icon: LucideIcon;
  tone: keyof typeof TONE_CLASSES;
  /** It goes on. */
  turns?: boolean;
  /** The word is there for who does not see the icon only. */
  iconOnly?: boolean;
  children: ReactNode;
}

/** How something stands, as an icon, a colour and a word. */
export function IconWord({ Icon, tone, turns = false, iconOnly = false, children }: IconWordProps) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", TONE_CLASSES[tone])}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0", turns && "motion-safe:animate-spin")} />
      <span className={iconOnly ? "sr-only" : undefined}>{children}</span>
    </span>
  );
}
