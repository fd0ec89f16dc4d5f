import type { Metadata } from "next";
import { JobsPage } from "@/components/jobs/jobs-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readJobFunctions } from "@/lib/server/jobs/read-job-functions";
import { readJobRunnerState } from "@/lib/server/jobs/read-job-runner-state";
import { readJobRuns } from "@/lib/server/jobs/read-job-runs";

export const metadata: Metadata = { title: "Jobs" };

export default async function Page() {
  const viewer = await requireViewer();
  const [functions, runs, runner] = await Promise.all([
    readJobFunctions(viewer),
    readJobRuns(viewer, { limit: 50 }),
    readJobRunnerState(viewer),
  ]);
  return <JobsPage initialFunctions={functions} initialRuns={runs.rows} initialRunner={runner} />;
}
