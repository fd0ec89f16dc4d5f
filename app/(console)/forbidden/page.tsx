import type { Metadata } from "next";
import { ForbiddenState } from "@/components/values/states";
import { role } from "@/lib/api/users";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Not allowed" };

interface ForbiddenPageProps {
  searchParams: Promise<{ role?: string | string[] }>;
}

export default async function Page({ searchParams }: ForbiddenPageProps) {
  const viewer = await requireViewer();
  const needed = role.safeParse((await searchParams).role);
  return (
    <div className="panel">
      <ForbiddenState title="You may not see this page">
        It is for the role {needed.success ? needed.data : "admin"}; you are {viewer.role}. An administrator
        can change that under Settings, Users.
      </ForbiddenState>
    </div>
  );
}
