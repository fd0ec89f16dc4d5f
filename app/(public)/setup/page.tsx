import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccessFrame } from "@/components/access/access-frame";
import { SetupForm } from "@/components/access/setup-form";
import { readIdentity } from "@/lib/server/auth/read-viewer";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const identity = await readIdentity();
  if (!identity) redirect("/sign-in");
  if (!identity.setupRequired) redirect("/");

  return (
    <AccessFrame title="Make it yours" lead="Choose how you sign in. The one-time password stops working now.">
      <SetupForm username={identity.viewer.username} name={identity.viewer.name} />
    </AccessFrame>
  );
}
