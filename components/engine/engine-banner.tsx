"use client";

import { CirclePause, TriangleAlert } from "lucide-react";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import type { EnginePauseRow } from "@/lib/api/engine";
import { useEngineControl } from "@/lib/client/engine/engine-control";
import { engineSummary, pauseText } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { useScope } from "@/lib/client/state/use-scope";
import { useViewer } from "@/lib/client/state/viewer-context";

/** Says across every page that the engine is paused, by whom, since when and why. */
export function EngineBanner() {
  const { state } = useEngine();
  const { has } = useScope();
  if (!state) return null;
  const { pauses } = engineSummary(state, has);
  return pauses.map((pause) => <PauseLine key={pause.clusterId ?? "all"} pause={pause} />);
}

function PauseLine({ pause }: { pause: EnginePauseRow }) {
  const { askResume } = useEngineControl();
  const refusal = useViewer().refusal("operator");
  const Icon = pause.byFailure ? TriangleAlert : CirclePause;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-maint border-b bg-surface px-3 py-1 md:px-4"
    >
      <p className="flex min-w-0 flex-1 basis-60 items-start gap-2">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-maint" />
        <span className="min-w-0 break-words">
          <span className="font-medium text-maint">{pauseText(pause)}</span>{" "}
          <span className="text-muted">
            Since <RelativeTime atMs={pause.atMs} />. No move is begun without a person.
          </span>
        </span>
      </p>
      <GuardedButton size="small" refusal={refusal} onClick={() => askResume(pause.clusterId)}>
        Resume
      </GuardedButton>
    </div>
  );
}
