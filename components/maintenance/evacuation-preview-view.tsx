"use client";

import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { EvacuationPreview, GuestChoice } from "@/lib/api/maintenance";
import { cn } from "@/lib/client/class-names";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { messageOf } from "@/lib/client/http/api-error";
import { BlockerList } from "./blocker-list";
import { PreviewGuests } from "./preview-guests";
import { PreviewNodes } from "./preview-nodes";

interface EvacuationPreviewViewProps {
  preview: EvacuationPreview | undefined;
  error: Error | undefined;
  /** Another answer is on its way. */
  busy: boolean;
  onChoose: (vmid: number, choice: GuestChoice) => void;
}

/** What emptying the node does: in all, to each guest, to the other nodes, and what stands against it. */
export function EvacuationPreviewView({ preview, error, busy, onChoose }: EvacuationPreviewViewProps) {
  if (!preview && error) {
    return (
      <p role="alert" className="text-bad">
        {messageOf(error)}
      </p>
    );
  }
  if (!preview) return <Skeleton className="h-64 rounded-lg" />;
  return (
    <div aria-busy={busy} className={cn("flex flex-col gap-3 transition-opacity", busy && "opacity-60")}>
      <p role="status" className={preview.verdict === "blocked" ? "font-medium text-bad" : "font-medium"}>
        {preview.summary}
      </p>
      {preview.waves === 0 ? null : (
        <p className="text-muted">
          {countOf(preview.waves, "wave")}, about{" "}
          <span className="figure">{formatDuration(preview.seconds)}</span>,{" "}
          <span className="figure">{formatBytes(preview.bytes)}</span> sent.
        </p>
      )}
      {preview.notes.map((note) => (
        <p key={note} className="flex items-start gap-2 text-pretty text-muted text-sm">
          <Info aria-hidden className="mt-px size-3.5 shrink-0 text-warn" />
          {note}
        </p>
      ))}
      {preview.blockers.length > 0 ? (
        <Part title="What blocks">
          <BlockerList clusterId={preview.clusterId} blockers={preview.blockers} />
        </Part>
      ) : null}
      {preview.guests.length > 0 ? (
        <Part title={countOf(preview.guests.length, "guest")}>
          <PreviewGuests guests={preview.guests} onChoose={onChoose} />
        </Part>
      ) : null}
      {preview.nodes.length > 0 ? (
        <Part title="Nodes before and after">
          <PreviewNodes nodes={preview.nodes} />
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1 font-medium">{title}</h3>
      <div className="-mx-4 border-line border-y">{children}</div>
    </section>
  );
}
