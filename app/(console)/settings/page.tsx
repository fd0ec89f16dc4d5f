import { redirect } from "next/navigation";
import { settingsAddress } from "@/lib/client/addresses";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export default async function Page() {
  await requireViewer();
  redirect(settingsAddress("connections"));
}
