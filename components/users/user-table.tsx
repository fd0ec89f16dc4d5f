import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import { UserActions, type UserListProps, UserState } from "./user-actions";

export function UserTable({ users, ...actions }: UserListProps) {
  return (
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
          {users.map((user) => (
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
                <UserActions user={user} {...actions} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
