"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { moveSpeed } from "@/lib/api/move-speed";
import { cn } from "@/lib/client/class-names";
import { moveSpeedAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { moveSpeedSentences } from "@/lib/client/moves/move-speed-words";

interface ExpectedTimesProps {
  clusterId: string;
  className?: string;
}

/** Behind one click: whether expected times are assumed or learned, and from how many moves. Read when it is opened. */
export function ExpectedTimes({ clusterId, className }: ExpectedTimesProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={cn("group text-sm", className)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 text-muted hover:text-fg [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform duration-150 group-open:rotate-90"
        />
        How the expected time is known
      </summary>
      {open ? <SpeedText clusterId={clusterId} /> : null}
    </details>
  );
}

function SpeedText({ clusterId }: Pick<ExpectedTimesProps, "clusterId">) {
  const { data, error } = useApi(moveSpeedAddress(clusterId), moveSpeed);
  const sentences = data ? moveSpeedSentences(data.data) : [error ? messageOf(error) : "Being read…"];
  return (
    <div role="status" className="max-w-prose pt-1 pl-[18px] text-pretty">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
