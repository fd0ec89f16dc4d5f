"use client";

import { type ReactNode, useMemo, useState } from "react";
import { EngineControlContext } from "@/lib/client/engine/engine-control";
import { PauseDialog } from "./pause-dialog";
import { ResumeDialog } from "./resume-dialog";

interface Asked {
  readonly what: "pause" | "resume";
  readonly clusterId: string | null;
}

/** Lets everything inside it pause and resume the engine by the same dialogs. */
export function EngineDialogs({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const control = useMemo(
    () => ({
      askPause: (clusterId: string | null) => setAsked({ what: "pause", clusterId }),
      askResume: (clusterId: string | null) => setAsked({ what: "resume", clusterId }),
    }),
    [],
  );
  const close = () => setAsked(null);
  return (
    <EngineControlContext value={control}>
      {children}
      {asked?.what === "pause" ? <PauseDialog clusterId={asked.clusterId} onClose={close} /> : null}
      {asked?.what === "resume" ? <ResumeDialog clusterId={asked.clusterId} onClose={close} /> : null}
    </EngineControlContext>
  );
}
