"use client";

import { createContext, useContext } from "react";
import type { Role } from "@/lib/api/users";

/** Who is signed in, as far as the browser must know. */
export interface ConsoleViewer {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
}

export const ViewerContext = createContext<ConsoleViewer | null>(null);

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

export interface Permission {
  readonly viewer: ConsoleViewer;
  /** Null when the viewer may; else the sentence that says who may. */
  readonly refusal: (needed: Role) => string | null;
}

export function useViewer(): Permission {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("useViewer belongs inside the console");
  return {
    viewer,
    refusal: (needed) =>
      RANK[viewer.role] >= RANK[needed]
        ? null
        : `Only ${needed === "admin" ? "administrators" : `${needed}s and administrators`} may do this; you are ${viewer.role}.`,
  };
}
