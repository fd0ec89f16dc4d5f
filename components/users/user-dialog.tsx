"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { type Role, role, type UserRow } from "@/lib/api/users";
import { usersAddress } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";
import { useSaving } from "@/lib/client/state/use-saving";
import { useViewer } from "@/lib/client/state/viewer-context";

interface UserDialogProps {
  /** Null adds a new one. */
  user: UserRow | null;
  onClose: () => void;
  onSaved: () => void;
}

interface UserDraft {
  username: string;
  name: string;
  email: string;
  role: Role;
  password: string;
  disabled: boolean;
}

export function UserDialog({ user, onClose, onSaved }: UserDialogProps) {
  const { viewer } = useViewer();
  const [draft, setDraft] = useState<UserDraft>(() => draftOf(user));
  const change = (part: Partial<UserDraft>) => setDraft({ ...draft, ...part });
  const { busy, issues, problem, save } = useSaving(async () => {
    await requestApi(usersAddress(user?.id ?? null), {
      method: user ? "PATCH" : "POST",
      schema: z.unknown(),
      body: user ? updateOf(draft) : createOf(draft),
    });
    notify(user ? `${user.username} saved` : `${draft.username} added`);
    onSaved();
    onClose();
  });

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={user ? `Edit ${user.username}` : "Add a user"}>
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            {user ? null : (
              <Field label="User name" problem={issues.username} help="What they sign in with">
                {(control) => (
                  <Input
                    {...control}
                    value={draft.username}
                    autoComplete="off"
                    onChange={(event) => change({ username: event.target.value })}
                  />
                )}
              </Field>
            )}
            <Field label="Name" problem={issues.name}>
              {(control) => (
                <Input
                  {...control}
                  value={draft.name}
                  autoComplete="off"
                  onChange={(event) => change({ name: event.target.value })}
                />
              )}
            </Field>
            <Field label="E-mail (optional)" problem={issues.email}>
              {(control) => (
                <Input
                  {...control}
                  type="email"
                  value={draft.email}
                  autoComplete="off"
                  onChange={(event) => change({ email: event.target.value })}
                />
              )}
            </Field>
            <Field
              label="Role"
              problem={issues.role}
              help={
                user?.id === viewer.userId ? "Another administrator may change your own role." : undefined
              }
            >
              {(control) => (
                <Select
                  {...control}
                  value={draft.role}
                  disabled={user?.id === viewer.userId}
                  onChange={(event) => change({ role: role.parse(event.target.value) })}
                >
                  {role.options.map((option) => (
                    <option key={option}>{option}</option>
                  ))}
                </Select>
              )}
            </Field>
            <Field
              label={user ? "New password (optional)" : "Password"}
              problem={issues.password}
              help="At least 12 characters. They will be asked to choose their own."
            >
              {(control) => (
                <Input
                  {...control}
                  type="password"
                  value={draft.password}
                  autoComplete="new-password"
                  onChange={(event) => change({ password: event.target.value })}
                />
              )}
            </Field>
            {user && user.id !== viewer.userId ? (
              <div className="flex items-center gap-2">
                <Switch
                  id="user-disabled"
                  checked={draft.disabled}
                  onCheckedChange={(disabled) => change({ disabled })}
                />
                <Label htmlFor="user-disabled">Disabled: signed out everywhere, cannot sign in</Label>
              </div>
            ) : null}
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
            <Button type="submit" variant="primary" disabled={busy}>
              {user ? "Save" : "Add user"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function draftOf(user: UserRow | null): UserDraft {
  return {
    username: "",
    name: user?.name ?? "",
    email: user?.email ?? "",
    role: user?.role ?? "viewer",
    password: "",
    disabled: user?.disabled ?? false,
  };
}

function createOf({ username, name, email, role: chosen, password }: UserDraft) {
  return { username, name, email: email.trim() || null, role: chosen, password };
}

function updateOf({ name, email, role: chosen, password, disabled }: UserDraft) {
  return { name, email: email.trim() || null, role: chosen, disabled, ...(password ? { password } : {}) };
}
