"use client";

import { createContext, useContext } from "react";

export interface EngineControl {
  /** Asks for a reason, then pauses; null is everything. */
  readonly askPause: (clusterId: string | null) => void;
  readonly askResume: (clusterId: string | null) => void;
}

const NOTHING: EngineControl = { askPause: () => undefined, askResume: () => undefined };

/** The one place of the console that pauses and resumes, reached from everywhere in it. */
export const EngineControlContext = createContext<EngineControl>(NOTHING);

export function useEngineControl(): EngineControl {
  return useContext(EngineControlContext);
}
