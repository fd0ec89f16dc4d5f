import type { Metadata } from "next";
import { AutomationPage } from "@/components/automation/automation-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readAutomation } from "@/lib/server/automation/read-automation";

export const metadata: Metadata = { title: "Automation" };

export default async function Page() {
  const viewer = await requireViewer();
  return <AutomationPage initial={await readAutomation(viewer)} />;
}
