import type { JobError } from "@/lib/server/jobs/job-run";

export function jobErrorOf(error: unknown): JobError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}
