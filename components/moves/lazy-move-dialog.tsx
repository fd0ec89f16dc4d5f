"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { MoveRequest } from "./move-dialog";

const MoveDialog = dynamic(() => import("./move-dialog").then((module) => module.MoveDialog), { ssr: false });

interface LazyMoveDialogProps {
  request: MoveRequest | null;
  onClose: () => void;
}

/** The dialog that moves a guest, fetched with the first request for it; it stays to close as it opened. */
export function LazyMoveDialog({ request, onClose }: LazyMoveDialogProps) {
  const [wanted, setWanted] = useState(false);
  if (request !== null && !wanted) setWanted(true);
  return wanted ? <MoveDialog request={request} onClose={onClose} /> : null;
}
