import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { JobRunPage } from "@/components/jobs/job-run-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readJobFunctions } from "@/lib/server/jobs/read-job-functions";
import { readJobRun } from "@/lib/server/jobs/read-job-run";
import { orNotFound } from "@/lib/server/pages/or-not-found";

export const metadata: Metadata = { title: "Run" };

interface RunPageProps {
  params: Promise<{ runId: string }>;
}

export default async function Page({ params }: RunPageProps) {
  const viewer = await requireViewer();
  const runId = z.uuid().safeParse((await params).runId);
  if (!runId.success) notFound();

  const [detail, functions] = await Promise.all([
    orNotFound(readJobRun(viewer, runId.data)),
    readJobFunctions(viewer),
  ]);
  const name = functions.find(({ id }) => id === detail.run.functionId)?.name ?? detail.run.functionId;
  return <JobRunPage initial={detail} name={name} />;
}
