"use client";

import { type ComponentProps, useState } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

interface GuardedButtonProps extends ComponentProps<typeof Button> {
  /** Why it may not be pressed; null when it may. */
  refusal: string | null;
}

/** A button that stays visible and focusable when forbidden, and says why: on hover, on focus and, for a finger, on a press. */
export function GuardedButton({ refusal, onClick, ...props }: GuardedButtonProps) {
  if (refusal === null) return <Button onClick={onClick} {...props} />;
  return <RefusedButton {...props} refusal={refusal} />;
}

function RefusedButton({ refusal, ...props }: GuardedButtonProps & { refusal: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip content={refusal} open={open} onOpenChange={setOpen}>
      <Button
        {...props}
        aria-disabled="true"
        aria-description={refusal}
        onClick={(event) => {
          // Else the tooltip would close with the press.
          event.preventDefault();
          setOpen(true);
        }}
      />
    </Tooltip>
  );
}
