"use client";

import { useId, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { savedView, savedViewInput, type ViewPage } from "@/lib/api/views";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";

interface SaveViewDialogProps {
  page: ViewPage;
  query: string;
  /** Of the views that are there. */
  names: readonly string[];
  onSaved: () => void;
  onClose: () => void;
}

/** Asks for a name and saves the view under it. */
export function SaveViewDialog({ page, query, names, onSaved, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState("");
  const id = useId();
  const wanted = savedViewInput.shape.name.safeParse(name);
  const isTaken = wanted.success && names.includes(wanted.data);

  async function save() {
    const body = { page, name: name.trim(), query };
    await requestApi("/api/v1/views", { method: "POST", schema: savedView, body });
    onSaved();
    notify(`Saved as ${body.name}`, { detail: "Find it under Views, on every device that you sign in on." });
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Save this view"
      action={isTaken ? "Replace" : "Save"}
      variant="primary"
      disabled={!wanted.success}
      onConfirm={save}
    >
      <Label htmlFor={id}>Name</Label>
      <Input
        id={id}
        autoFocus
        autoComplete="off"
        maxLength={60}
        value={name}
        aria-describedby={`${id}-help`}
        onChange={(event) => setName(event.target.value)}
      />
      <p id={`${id}-help`} className="text-muted text-sm">
        {isTaken
          ? "You have a view of that name; it is replaced by this one."
          : "It keeps filter, order, groups and columns, for you alone. Its link works for everybody."}
      </p>
    </ConfirmDialog>
  );
}
