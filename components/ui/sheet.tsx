"use client";

import { X } from "lucide-react";
import { Dialog as DialogPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/client/class-names";
import { Button } from "./button";

export const Sheet = DialogPrimitive.Root;

interface SheetContentProps extends Omit<ComponentProps<typeof DialogPrimitive.Content>, "title"> {
  title: ReactNode;
  description: ReactNode;
}

/** A panel from the right edge that leaves the page behind it readable. */
export function SheetContent({ title, description, className, children, ...props }: SheetContentProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className="appear fixed inset-0 z-40 bg-shade" />
      <DialogPrimitive.Content
        className={cn(
          "slide-in fixed inset-y-0 right-0 z-50 flex w-full max-w-xl flex-col border-line-strong border-l bg-surface shadow-menu outline-none",
          className,
        )}
        {...props}
      >
        <header className="flex items-start gap-3 border-line border-b px-4 py-3">
          <div className="min-w-0 flex-1">
            <DialogPrimitive.Title className="truncate font-semibold text-lg">{title}</DialogPrimitive.Title>
            <DialogPrimitive.Description className="text-muted">{description}</DialogPrimitive.Description>
          </div>
          <DialogPrimitive.Close asChild>
            <Button variant="ghost" size="icon" aria-label="Close">
              <X />
            </Button>
          </DialogPrimitive.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}
