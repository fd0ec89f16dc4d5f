import { Bug, CircleAlert, Footprints, Info, type LucideIcon, Skull, TriangleAlert } from "lucide-react";
import type { LogLevel } from "@/lib/api/logs";
import { cn } from "@/lib/client/class-names";

interface LevelWords {
  readonly word: string;
  readonly atLeast: string;
  readonly Icon: LucideIcon;
  readonly tone: string;
}

export const LEVEL_WORDS: Readonly<Record<LogLevel, LevelWords>> = {
  trace: { word: "trace", atLeast: "Trace and above", Icon: Footprints, tone: "text-muted" },
  debug: { word: "debug", atLeast: "Debug and above", Icon: Bug, tone: "text-muted" },
  info: { word: "info", atLeast: "Information and above", Icon: Info, tone: "text-muted" },
  warn: { word: "warning", atLeast: "Warnings and errors", Icon: TriangleAlert, tone: "text-warn" },
  error: { word: "error", atLeast: "Errors", Icon: CircleAlert, tone: "text-bad" },
  fatal: { word: "fatal", atLeast: "Fatal errors", Icon: Skull, tone: "text-bad" },
};

/** How urgent a line is: a sign, with its word where there is room. */
export function LogLevelMark({ level }: { level: LogLevel }) {
  const { word, Icon, tone } = LEVEL_WORDS[level];
  return (
    <span className={cn("inline-flex items-center gap-1.5", tone)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only sm:not-sr-only">{word}</span>
    </span>
  );
}
