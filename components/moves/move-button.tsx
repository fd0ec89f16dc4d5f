"use client";

import { MoveRight } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { GuardedButton } from "@/components/values/guarded-button";
import { type MovableGuest, moveRefusal } from "@/lib/client/moves/movable-guest";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { useViewer } from "@/lib/client/state/viewer-context";
import { LazyMoveDialog } from "./lazy-move-dialog";
import type { MoveRequest } from "./move-dialog";

interface MoveButtonProps extends Omit<ComponentProps<typeof GuardedButton>, "refusal" | "onClick"> {
  guest: MovableGuest;
  target?: string | null;
  recommendationId?: string | null;
}

/** Opens the dialog that moves a guest; says why when it cannot be moved now. */
export function MoveButton({
  guest,
  target = null,
  recommendationId = null,
  children = "Move",
  ...props
}: MoveButtonProps) {
  const role = useViewer().refusal("operator");
  const moving = useMovingGuests().get(movingKey(guest)) ?? null;
  const [request, setRequest] = useState<MoveRequest | null>(null);
  return (
    <>
      <GuardedButton
        refusal={moveRefusal(guest, { role, moving })}
        onClick={() => setRequest({ guest, target, recommendationId })}
        {...props}
      >
        <MoveRight /> {children}
      </GuardedButton>
      <LazyMoveDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
