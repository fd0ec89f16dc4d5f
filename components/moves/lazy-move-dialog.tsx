"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { MoveRequest } from "./move-dialog";

/** With what shows the move once the dialog is closed: a countdown must be seen, whatever becomes of the network meanwhile. */
async function loadDialog() {
  const [{ MoveDialog }] = await Promise.all([import("./move-dialog"), import("./move-toast")]);
  return MoveDialog;
}

const MoveDialog = dynamic(loadDialog, { ssr: false });

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
