import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SettingsSectionPage } from "@/components/settings/settings-section-page";
import { SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readSettingRows } from "@/lib/server/settings/read-setting-rows";

interface SectionPageProps {
  params: Promise<{ section: string }>;
}

export async function generateMetadata({ params }: SectionPageProps): Promise<Metadata> {
  const { section } = await params;
  return { title: SETTING_SECTIONS.find(({ id }) => id === section)?.title ?? "Settings" };
}

export default async function Page({ params }: SectionPageProps) {
  const viewer = await requireViewer();
  const { section } = await params;
  const { sections } = await readSettingRows(viewer);
  const shown = sections.find(({ id }) => id === section);
  if (!shown) notFound();
  return <SettingsSectionPage key={section} section={shown} />;
}
