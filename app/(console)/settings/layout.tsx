import type { ReactNode } from "react";
import { SettingsNavigation } from "@/components/settings/settings-navigation";
import { SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { settingsAddress } from "@/lib/client/addresses";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requireViewer();
  const places = [
    { href: settingsAddress("connections"), title: "Connections", group: "People" as const },
    { href: settingsAddress("users"), title: "Users", group: "People" as const },
    ...SETTING_SECTIONS.map(({ id, title }) => ({
      href: settingsAddress(id),
      title,
      group: "Settings" as const,
    })),
  ];
  return (
    <div className="md:flex md:items-start md:gap-6">
      <SettingsNavigation places={places} />
      <div className="min-w-0 max-w-6xl flex-1">{children}</div>
    </div>
  );
}
