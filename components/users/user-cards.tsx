import { RelativeTime } from "@/components/values/relative-time";
import { countOf } from "@/lib/client/format/format-count";
import { UserActions, type UserListProps, UserState } from "./user-actions";

/** The users for narrow screens. */
export function UserCards({ users, ...actions }: UserListProps) {
  return (
    <ul aria-label="Users" className="panel divide-y divide-line">
      {users.map((user) => (
        <li key={user.id} className="flex flex-col gap-1 px-3 py-2">
          <p className="flex flex-wrap items-center justify-between gap-x-3">
            <span className="min-w-0 break-words">
              <span className="font-medium">{user.name}</span>{" "}
              <span className="figure text-muted">{user.username}</span>
            </span>
            <UserState user={user} />
          </p>
          <p className="text-muted text-sm">
            {user.role}, {countOf(user.activeSessions, "session")}, last sign-in{" "}
            <RelativeTime atMs={user.lastSignInAtMs} missing="Has not signed in yet" />
          </p>
          <UserActions user={user} {...actions} />
        </li>
      ))}
    </ul>
  );
}
