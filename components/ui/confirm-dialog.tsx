"use client";

import { type ReactNode, useState } from "react";
import { GuardedButton } from "@/components/values/guarded-button";
import { messageOf } from "@/lib/client/http/api-error";
import { Button } from "./button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "./dialog";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, to whom, for how long. */
  children: ReactNode;
  action: string;
  /** What leaving everything as it is is called. */
  dismiss?: string;
  variant?: "danger" | "primary";
  /** Something is still missing for it. */
  disabled?: boolean;
  /** Why this person may not; null when they may. */
  refusal?: string | null;
  className?: string | undefined;
  onConfirm: () => Promise<void>;
}

/** Asks before something that cannot be taken back; stays open and says why when it fails. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  dismiss = "Cancel",
  variant = "danger",
  disabled = false,
  refusal = null,
  className,
  onConfirm,
}: ConfirmDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={title} className={className}>
        <DialogBody className="flex flex-col gap-3">
          {children}
          {problem ? (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {dismiss}
          </Button>
          <GuardedButton
            variant={variant}
            refusal={refusal}
            disabled={busy || disabled}
            onClick={() => void confirm()}
          >
            {action}
          </GuardedButton>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
