"use client";

import { CircleDashed, Pause, Radio, WifiOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { describeFreshness } from "@/lib/client/format/describe-freshness";
import { useClock } from "@/lib/client/live/use-clock";
import { useLive } from "@/lib/client/live/use-live";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";

const TONES = {
  live: { Icon: Radio, colour: "text-ok" },
  stale: { Icon: CircleDashed, colour: "text-off" },
  waiting: { Icon: CircleDashed, colour: "text-off" },
  held: { Icon: Pause, colour: "text-maint" },
  offline: { Icon: WifiOff, colour: "text-bad" },
} as const;

/** How fresh what is shown is; pressing it holds the page still or follows again. */
export function FreshnessMark() {
  const live = useLive();
  const nowMs = useClock();
  const { has } = useScope();
  const clusters = useClusters().filter(({ id }) => has(id));
  const { tone, text, reason } =
    nowMs === null
      ? ({ tone: "waiting", text: "connecting", reason: null } as const)
      : describeFreshness({ clusters, connection: live, nowMs });
  const { Icon, colour } = TONES[tone];

  return (
    <Tooltip
      content={reason ?? "New readings arrive by themselves. Press to hold the page still."}
      side="bottom"
    >
      <Button
        variant="ghost"
        size="small"
        aria-pressed={live.held}
        onClick={live.held ? live.resume : live.hold}
        className="figure min-w-27 justify-start"
      >
        <Icon className={colour} />
        <span>{text}</span>
        {reason && tone !== "held" ? <span className="sr-only">. {reason}</span> : null}
      </Button>
    </Tooltip>
  );
}
