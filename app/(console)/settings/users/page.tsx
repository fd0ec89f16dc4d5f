import type { Metadata } from "next";
import { UserList } from "@/components/users/user-list";
import { readUsers } from "@/lib/server/auth/read-users";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Users" };

export default async function Page() {
  const viewer = await requireViewer("admin");
  return <UserList initial={await readUsers(viewer)} />;
}
