import { CircleAlert, CircleCheck, CircleSlash, Clock, LoaderCircle, Moon } from "lucide-react";
import type { JobRunRow } from "@/lib/api/jobs";
import { cn } from "@/lib/client/class-names";

const STATUSES = {
  queued: { Icon: Clock, tone: "text-off" },
  running: { Icon: LoaderCircle, tone: "text-accent" },
  sleeping: { Icon: Moon, tone: "text-off" },
  completed: { Icon: CircleCheck, tone: "text-ok" },
  failed: { Icon: CircleAlert, tone: "text-bad" },
  cancelled: { Icon: CircleSlash, tone: "text-off" },
} as const;

export function RunStatus({ status }: { status: JobRunRow["status"] }) {
  const { Icon, tone } = STATUSES[status];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", tone)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {status}
    </span>
  );
}
