import type { Metadata } from "next";
import { PerformancePage } from "@/components/performance/performance-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readPerformance } from "@/lib/server/performance/read-performance";

export const metadata: Metadata = { title: "Performance" };

export default async function Page() {
  const viewer = await requireViewer();
  return <PerformancePage initial={await readPerformance(viewer)} />;
}
