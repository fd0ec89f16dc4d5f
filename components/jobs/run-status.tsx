import { CircleAlert, CircleCheck, CircleSlash, Clock, LoaderCircle, Moon } from "lucide-react";
import { IconWord } from "@/components/values/icon-word";
import type { JobRunRow } from "@/lib/api/jobs";

const STATUSES = {
  queued: { Icon: Clock, tone: "off" },
  running: { Icon: LoaderCircle, tone: "accent" },
  sleeping: { Icon: Moon, tone: "off" },
  completed: { Icon: CircleCheck, tone: "ok" },
  failed: { Icon: CircleAlert, tone: "bad" },
  cancelled: { Icon: CircleSlash, tone: "off" },
} as const;

export function RunStatus({ status }: { status: JobRunRow["status"] }) {
  return <IconWord {...STATUSES[status]}>{status}</IconWord>;
}
