"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";

export const TooltipProvider = Primitive.Provider;

interface TooltipProps {
  content: ReactNode;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** Set when something else opens it too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A short explanation of its child, on hover and on keyboard focus. The child must be focusable to be explained to everybody. */
export function Tooltip({ content, children, side = "top", ...root }: TooltipProps) {
  return (
    <Primitive.Root {...root}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 max-w-80 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-fg text-sm shadow-menu"
        >
          {content}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
