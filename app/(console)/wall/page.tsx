import type { Metadata } from "next";
import { WallPage } from "@/components/wall/wall-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Wall board" };

export default async function Page() {
  await requireViewer();
  return <WallPage />;
}
