"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useState } from "react";
import { EngineControlContext } from "@/lib/client/engine/engine-control";

// Fetched when they are asked for: every page would carry them otherwise.
const PauseDialog = dynamic(() => import("./pause-dialog").then((module) => module.PauseDialog), {
  ssr: false,
});
const ResumeDialog = dynamic(() => import("./resume-dialog").then((module) => module.ResumeDialog), {
  ssr: false,
});

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
