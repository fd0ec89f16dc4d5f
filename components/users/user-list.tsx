"use client";

import { LogOut, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { GuardedButton } from "@/components/values/guarded-button";
import { PageHeading } from "@/components/values/page-heading";
import { RelativeTime } from "@/components/values/relative-time";
import { ErrorState } from "@/components/values/states";
import { type UserRow, userRow } from "@/lib/api/users";
import { userSessionsAddress, usersAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { UserDialog } from "./user-dialog";

const userList = z.array(userRow);

export function UserList({ initial }: { initial: readonly UserRow[] }) {
  const { viewer } = useViewer();
  const [editing, setEditing] = useState<{ readonly user: UserRow | null } | null>(null);
  const [leaving, setLeaving] = useState<UserRow | null>(null);
  const { data, error, mutate } = useApi(usersAddress(null), userList, {
    fallbackData: { data: [...initial], meta: undefined },
  });

  async function signOut(user: UserRow) {
    await requestApi(userSessionsAddress(user.id), { method: "DELETE", schema: z.unknown() });
    notify(`${user.username} signed out everywhere`);
    await mutate();
  }

  return (
    <>
      <PageHeading
        title="Users"
        description="Viewers look, operators act, administrators also change settings and people."
        actions={
          <Button variant="primary" onClick={() => setEditing({ user: null })}>
            <Plus /> Add user
          </Button>
        }
      />
      {error ? <ErrorState title="The users could not be read">{messageOf(error)}</ErrorState> : null}
      <div className="panel">
        <Table label="Users">
          <thead>
            <tr>
              <TableHead>User</TableHead>
              <TableHead>Role</TableHead>
              <TableHead>State</TableHead>
              <TableHead>Last sign-in</TableHead>
              <TableHead className="text-right">Sessions</TableHead>
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </tr>
          </thead>
          <tbody>
            {(data?.data ?? []).map((user) => (
              <TableRow key={user.id}>
                <TableCell>
                  <span className="font-medium">{user.name}</span>{" "}
                  <span className="figure text-muted">{user.username}</span>
                </TableCell>
                <TableCell>{user.role}</TableCell>
                <TableCell>
                  <UserState user={user} />
                </TableCell>
                <TableCell>
                  <RelativeTime atMs={user.lastSignInAtMs} missing="Has not signed in yet" />
                </TableCell>
                <TableCell className="figure text-right">{user.activeSessions}</TableCell>
                <TableCell>
                  <div className="flex justify-end gap-1">
                    <Button
                      variant="ghost"
                      size="small"
                      onClick={() => setEditing({ user })}
                      aria-label={`Edit ${user.username}`}
                    >
                      <Pencil /> Edit
                    </Button>
                    <GuardedButton
                      variant="ghost"
                      size="small"
                      aria-label={`Sign out ${user.username} everywhere`}
                      refusal={signOutRefusal(user, viewer.userId)}
                      onClick={() => setLeaving(user)}
                    >
                      <LogOut /> Sign out
                    </GuardedButton>
                  </div>
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
      {editing ? (
        <UserDialog user={editing.user} onClose={() => setEditing(null)} onSaved={() => void mutate()} />
      ) : null}
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setLeaving(null))}
          title={`Sign ${leaving.username} out everywhere?`}
          action="Sign out"
          onConfirm={() => signOut(leaving)}
        >
          <p>
            All sessions of {leaving.name} end at once; they can sign in again. To keep them out, edit the
            user and disable it.
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function UserState({ user }: { user: UserRow }) {
  if (user.disabled) return <Badge tone="bad">disabled</Badge>;
  if (user.mustChangePassword) return <Badge tone="warn">must change password</Badge>;
  return <Badge tone="ok">active</Badge>;
}

function signOutRefusal(user: UserRow, ownId: string): string | null {
  if (user.id === ownId)
    return "Sign yourself out in the menu at the top right, or single sessions under Account.";
  return user.activeSessions === 0 ? "This user is not signed in anywhere." : null;
}
