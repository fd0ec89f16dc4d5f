"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PageHeading } from "@/components/values/page-heading";
import { ErrorState } from "@/components/values/states";
import { type UserRow, userRow } from "@/lib/api/users";
import { userSessionsAddress, usersAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";
import { usePhone } from "@/lib/client/state/use-phone";
import { useViewer } from "@/lib/client/state/viewer-context";
import { UserCards } from "./user-cards";
import { UserDialog } from "./user-dialog";
import { UserTable } from "./user-table";

const userList = z.array(userRow);

export function UserList({ initial }: { initial: readonly UserRow[] }) {
  const { viewer } = useViewer();
  const [editing, setEditing] = useState<{ readonly user: UserRow | null } | null>(null);
  const [leaving, setLeaving] = useState<UserRow | null>(null);
  const { data, error, mutate } = useApi(usersAddress(null), userList, {
    fallbackData: { data: [...initial], meta: undefined },
  });

  const phone = usePhone();
  const shared = {
    users: data?.data ?? [],
    ownId: viewer.userId,
    onEdit: (user: UserRow) => setEditing({ user }),
    onSignOut: setLeaving,
  };

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
      {phone ? <UserCards {...shared} /> : <UserTable {...shared} />}
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
