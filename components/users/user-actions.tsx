"use client";

import { LogOut, Pencil } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import type { UserRow } from "@/lib/api/users";

export interface UserListProps {
  users: readonly UserRow[];
  /** Of who is looking. */
  ownId: string;
  onEdit: (user: UserRow) => void;
  onSignOut: (user: UserRow) => void;
}

/** What can be done about one user. */
export function UserActions({
  user,
  ownId,
  onEdit,
  onSignOut,
}: Omit<UserListProps, "users"> & { user: UserRow }) {
  return (
    <div className="flex justify-end gap-1">
      <Button variant="ghost" size="small" onClick={() => onEdit(user)} aria-label={`Edit ${user.username}`}>
        <Pencil /> Edit
      </Button>
      <GuardedButton
        variant="ghost"
        size="small"
        aria-label={`Sign out ${user.username} everywhere`}
        refusal={signOutRefusal(user, ownId)}
        onClick={() => onSignOut(user)}
      >
        <LogOut /> Sign out
      </GuardedButton>
    </div>
  );
}

export function UserState({ user }: { user: UserRow }) {
  if (user.disabled) return <Badge tone="bad">disabled</Badge>;
  if (user.mustChangePassword) return <Badge tone="warn">must change password</Badge>;
  return <Badge tone="ok">active</Badge>;
}

function signOutRefusal(user: UserRow, ownId: string): string | null {
  if (user.id === ownId)
    return "Sign yourself out in the menu at the top right, or single sessions under Account.";
  return user.activeSessions === 0 ? "This user is not signed in anywhere." : null;
}
