"use client";

import { X } from "lucide-react";
import { Dialog as DialogPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/client/class-names";
import { Button } from "./button";

export const Dialog = DialogPrimitive.Root;

interface DialogContentProps extends Omit<ComponentProps<typeof DialogPrimitive.Content>, "title"> {
  title: ReactNode;
  description?: ReactNode;
  hideHeading?: boolean;
}

export function DialogContent({
  title,
  description,
  hideHeading,
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className="appear fixed inset-0 z-50 bg-shade" />
      <DialogPrimitive.Content
        className={cn(
          "appear fixed inset-x-2 top-[6vh] z-50 mx-auto flex max-h-[88dvh] max-w-lg flex-col overflow-hidden rounded-lg border border-line-strong bg-raised shadow-menu outline-none",
          className,
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
      >
        <header className={hideHeading ? "sr-only" : "flex items-start gap-4 border-line border-b px-4 py-3"}>
          <div className="min-w-0 flex-1">
            <DialogPrimitive.Title className="font-semibold text-lg">{title}</DialogPrimitive.Title>
            {description ? (
              <DialogPrimitive.Description className="text-muted">{description}</DialogPrimitive.Description>
            ) : null}
          </div>
          {hideHeading ? null : (
            <DialogPrimitive.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <X />
              </Button>
            </DialogPrimitive.Close>
          )}
        </header>
        {children}
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto p-4", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3", className)}
      {...props}
    />
  );
}
