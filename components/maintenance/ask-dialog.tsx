"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { messageOf } from "@/lib/client/http/api-error";

interface AskDialogProps {
  title: string;
  /** What will happen, to whom, for how long. */
  children: ReactNode;
  action: string;
  danger?: boolean;
  disabled?: boolean;
  className?: string;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Asks before something is begun or ended; stays open and says why when that is refused. */
export function AskDialog({
  title,
  children,
  action,
  danger = false,
  disabled = false,
  className,
  onClose,
  onConfirm,
}: AskDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
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
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant={danger ? "danger" : "primary"}
            disabled={busy || disabled}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
