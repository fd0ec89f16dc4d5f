import type { Metadata } from "next";
import { MigrationsPage } from "@/components/moves/migrations-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Migrations" };

export default async function Page() {
  await requireViewer();
  return <MigrationsPage />;
}
