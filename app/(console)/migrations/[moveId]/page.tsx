import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MovePage } from "@/components/moves/move-page";
import { moveParams } from "@/lib/api/moves";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readMove } from "@/lib/server/moves/read-moves";
import { orNotFound } from "@/lib/server/pages/or-not-found";

export const metadata: Metadata = { title: "Migration" };

interface MovePageProps {
  params: Promise<{ moveId: string }>;
}

export default async function Page({ params }: MovePageProps) {
  await requireViewer();
  const known = moveParams.safeParse(await params);
  if (!known.success) notFound();
  const move = await orNotFound(readMove(known.data.moveId));
  return <MovePage key={move.id} initial={move} />;
}
