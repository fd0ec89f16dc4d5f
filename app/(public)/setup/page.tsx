import type { Metadata } from "next";
import { AccessFrame } from "@/components/access/access-frame";
import { SetupForm } from "@/components/access/setup-form";
import { requireSetup } from "@/lib/server/auth/require-setup";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const { viewer, firstRun } = await requireSetup();

  return (
    <AccessFrame
      title={firstRun ? "Make it yours" : "Choose your password"}
      lead="The password you came with stops working once you have chosen your own."
    >
      <SetupForm username={viewer.username} name={viewer.name} firstRun={firstRun} />
    </AccessFrame>
  );
}
