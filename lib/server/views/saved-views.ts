import "server-only";
import type { z } from "zod";
import { type SavedViewRow, type savedViewInput, type ViewPage, viewPage } from "@/lib/api/views";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { SavedView } from "@/prisma/generated/client";

/** More than anybody finds their way in. */
const MOST_VIEWS = 50;

/** The viewer's own views of a page, by name. */
export async function readViews({ userId }: Viewer, page: ViewPage): Promise<SavedViewRow[]> {
  const views = await prisma.savedView.findMany({ where: { userId, page } });
  return views.map(rowFrom).sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** Saves a view under a name; one of that name takes its place. */
export async function saveView(
  { userId }: Viewer,
  { page, name, query }: z.output<typeof savedViewInput>,
): Promise<SavedViewRow> {
  const others = await prisma.savedView.count({ where: { userId, page, name: { not: name } } });
  if (others >= MOST_VIEWS) {
    throw new AppError("conflict", `There are ${others} views of this page already; remove one first.`);
  }
  const view = await prisma.savedView.upsert({
    where: { userId_page_name: { userId, page, name } },
    create: { userId, page, name, query },
    update: { query },
  });
  return rowFrom(view);
}

/** @throws AppError not_found for a view that is not there or is somebody else's */
export async function removeView({ userId }: Viewer, viewId: string): Promise<void> {
  const { count } = await prisma.savedView.deleteMany({ where: { id: viewId, userId } });
  if (count === 0) throw new AppError("not_found", "There is no such view of yours.");
}

function rowFrom({ id, page, name, query }: SavedView): SavedViewRow {
  return { id, page: viewPage.parse(page), name, query };
}
