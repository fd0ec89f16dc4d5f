import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Account" };

export default async function Page() {
  await requireViewer();
  return <AccountPage />;
}
