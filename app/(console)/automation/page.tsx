import type { Metadata } from "next";
import { AutomationPage } from "@/components/automation/automation-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Automation" };

export default async function Page() {
  await requireViewer();
  return <AutomationPage />;
}
