"use client";

import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

interface GuardedButtonProps extends ComponentProps<typeof Button> {
  /** Why it may not be pressed; null when it may. */
  refusal: string | null;
}

/** A button that stays visible and focusable when forbidden, and says why. */
export function GuardedButton({ refusal, onClick, ...props }: GuardedButtonProps) {
  if (refusal === null) return <Button onClick={onClick} {...props} />;
  return (
    <Tooltip content={refusal}>
      <Button aria-disabled="true" {...props} />
    </Tooltip>
  );
}
